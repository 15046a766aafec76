import { sizeText, UserError } from '@alignclip/core';

/** The part of WebAssembly that kernels need; its types come with the browser's only. */
export interface WebAssemblyOfNode {
  readonly validate: (code: Uint8Array) => boolean;
  readonly Memory: new (size: { initial: number }) => Memory;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly run: unknown } };
}

interface Memory {
  readonly buffer: ArrayBuffer;
  readonly grow: (pages: number) => number;
}

/** A function of WebAssembly with a memory of its own. */
export interface Kernel<Run> {
  readonly run: Run;
  /** Its memory, at least that many bytes; views from before are gone, what was there stays. */
  readonly memory: (bytes: number) => ArrayBuffer;
}

/** A function in WebAssembly's instructions: i32 parameters, then locals that hold i32 and v128. */
export interface KernelCode {
  readonly parameters: number;
  readonly integers: number;
  readonly vectors: number;
  /** Whether it leaves an f64. */
  readonly hasResult?: boolean;
  readonly body: readonly number[];
}

/** Absent in a Node without a compiler (--jitless). */
const { WebAssembly: ofNode = null } = globalThis as unknown as { WebAssembly?: WebAssemblyOfNode };

/**
 * Makes kernels of that code, which is compiled at the first one. Where Node or the processor can't run it, `plain` does the
 * same on the memory, to the bit.
 */
export function kernelMaker<Run>(
  code: KernelCode,
  plain: (memory: () => ArrayBuffer) => Run,
  wasm: WebAssemblyOfNode | null = ofNode,
): () => Kernel<Run> {
  let compiled: object | undefined;
  const bytes = Uint8Array.from(moduleOf(code));
  if (wasm?.validate(bytes) !== true) return () => plainKernel(plain);
  return () => {
    compiled ??= new wasm.Module(bytes);
    const memory = new wasm.Memory({ initial: 1 });
    return {
      run: new wasm.Instance(compiled, { own: { memory } }).exports.run as Run,
      memory: (needed) => {
        const missing = needed - memory.buffer.byteLength;
        if (missing > 0) orTooLarge(needed, () => memory.grow(Math.ceil(missing / pageBytes)));
        return memory.buffer;
      },
    };
  };
}

const pageBytes = 65536;

function plainKernel<Run>(plain: (memory: () => ArrayBuffer) => Run): Kernel<Run> {
  let buffer = new ArrayBuffer(pageBytes);
  return {
    run: plain(() => buffer),
    memory: (needed) => {
      if (needed > buffer.byteLength) {
        const larger = orTooLarge(needed, () => new ArrayBuffer(pageBytes * Math.ceil(needed / pageBytes)));
        new Uint8Array(larger).set(new Uint8Array(buffer));
        buffer = larger;
      }
      return buffer;
    },
  };
}

/** Throws UserError where there is no such memory; addresses of WebAssembly end at 4 GiB. */
function orTooLarge<T>(needed: number, allocate: () => T): T {
  try {
    return allocate();
  } catch {
    throw new UserError(`no memory for ${sizeText(needed)} of numbers in one piece: take fewer rows`);
  }
}

export const get = (local: number): number[] => [0x20, local];
export const set = (local: number): number[] => [0x21, local];
export const constant = (value: number): number[] => [0x41, ...signed(value)];
export const sumOf = (...terms: readonly number[][]): number[] => [...terms.flat(), 0x6a];
export const timesOf = (...factors: readonly number[][]): number[] => [...factors.flat(), 0x6c];
export const advance = (local: number, amount: number): number[] => [
  ...sumOf(get(local), constant(amount)),
  ...set(local),
];
export const loop = (...body: number[]): number[] => [0x03, 0x40, ...body, 0x0b];
/** Repeats the loop until the local has been counted down to zero. */
export const again = (local: number, by = 1): number[] => [...advance(local, -by), ...get(local), 0x0d, 0];

const simd = (operation: number, ...rest: number[]): number[] => [0xfd, ...unsigned(operation), ...rest];
/** Operations on two f64, and addresses in bytes. */
export const vector = {
  load: (offset: number): number[] => simd(0x00, 3, offset),
  store: (offset: number): number[] => simd(0x0b, 3, offset),
  /** One number, twice. */
  loadTwice: (offset: number): number[] => simd(0x0a, 3, offset),
  /** Two f32, as f64. */
  loadFloats: (offset: number): number[] => [...simd(0x5d, 2, offset), ...simd(0x5f)],
  add: simd(0xf0),
  subtract: simd(0xf1),
  multiply: simd(0xf2),
  lane: (lane: number): number[] => simd(0x21, lane),
};
export const addNumbers = [0xa0];

/** A module in WebAssembly's binary format (WebAssembly Core Specification 2.0, chapter 5). */
function moduleOf({ parameters, integers, vectors, hasResult = false, body }: KernelCode): number[] {
  const [i32, f64, v128] = [0x7f, 0x7c, 0x7b];
  const results = hasResult ? [1, f64] : [0];
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, parameters, ...new Array<number>(parameters).fill(i32), ...results]),
    ...section(2, [1, ...name('own'), ...name('memory'), 0x02, 0x00, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('run'), 0x00, 0]),
    ...section(10, [1, ...sized([2, integers, i32, vectors, v128, ...body, 0x0b])]),
  ];
}

const section = (id: number, content: readonly number[]): number[] => [id, ...sized(content)];
const sized = (content: readonly number[]): number[] => [...unsigned(content.length), ...content];
const name = (text: string): number[] => sized(Array.from(text, (letter) => letter.charCodeAt(0)));

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
