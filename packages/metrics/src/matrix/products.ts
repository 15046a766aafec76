import type { Matrix } from '@alignclip/core';
import { productKernel } from './product-kernel';

/** One side of a product: number k of line i is values[i · outer + k · inner] − centre[i]. */
export interface Operand {
  readonly values: Float32Array | Float64Array;
  readonly count: number;
  readonly outer: number;
  readonly inner: number;
  readonly centre?: Float64Array | undefined;
}

/** The rows as the lines of a product. */
export const rowLines = ({ rows, columns, values }: Numbers): Operand => ({
  ...{ values, count: rows, outer: columns, inner: 1 },
});

/** The columns as the lines of a product, less their means where given. */
export const columnLines = ({ columns, values }: Numbers, centre?: Float64Array): Operand => ({
  ...{ values, count: columns, outer: 1, inner: columns, centre },
});

/** A matrix in float32 or float64, row by row. */
interface Numbers extends Pick<Matrix, 'rows' | 'columns'> {
  readonly values: Float32Array | Float64Array;
}

/**
 * Σ_k a_ik b_jk of all lines, [a.count · b.count], each summed in order in float64. `length`: of a line.
 * The bits don't depend on how many lines there are. Half the time where `a` is `b`.
 */
export function products(a: Operand, b: Operand, length: number): Float64Array {
  const all = new Float64Array(a.count * b.count);
  const above = a === b;
  eachLine(a, b, length, (i, line) => all.set(above ? line.subarray(i) : line, i * b.count + (above ? i : 0)), {
    above,
  });
  if (above)
    for (let i = 0; i < a.count; i += 1) for (let j = 0; j < i; j += 1) all[i * a.count + j] = all[j * a.count + i]!;
  return all;
}

/**
 * Calls `visit` with ⟨a_i, b_j⟩ of row i of `a` with every row of `b`, bit-equal to `innerProduct`, for one row after the
 * other. The array may be written to and is gone with the call.
 */
export function eachRowOfProducts(a: Matrix, b: Matrix, visit: (i: number, products: Float64Array) => void): void {
  eachLine(rowLines(a), rowLines(b), a.columns, visit);
}

/** The same for ⟨a_i, a_j⟩ with j > i of one matrix; the numbers up to place i are not to be read. */
export function eachRowOfPairs(a: Matrix, visit: (i: number, products: Float64Array) => void): void {
  eachLine(rowLines(a), rowLines(a), a.columns, visit, { above: true });
}

/** Lines of A that are multiplied together, at most; fewer where their products take more than this many numbers. */
const [mostLines, mostProducts] = [512, 4_194_304];
/** Numbers of a line, and lines of B, that are multiplied at a time, so that they stay in the cache. */
const [depth, breadth] = [512, 64];

/** Kernels that nobody uses: a visitor may ask for products itself. */
const idle: Kernel[] = [];
type Kernel = ReturnType<typeof productKernel>;

type Visit = (i: number, line: Float64Array) => void;

/** `above`: only the products with the same and later lines are wanted. */
function eachLine(a: Operand, b: Operand, length: number, visit: Visit, { above = false } = {}): void {
  const kernel = idle.pop() ?? productKernel();
  try {
    const width = 4 * Math.ceil(b.count / 4);
    const most = Math.max(4, Math.min(mostLines, 4 * Math.floor(mostProducts / width / 4)));
    for (let first = 0; first < a.count; first += most) {
      const count = Math.min(most, a.count - first);
      const found = multiply(kernel, { a, first, count, b, width, length, above });
      for (let i = 0; i < count; i += 1) visit(first + i, found.subarray(i * width, i * width + b.count));
    }
  } finally {
    idle.push(kernel);
  }
}

interface Block {
  readonly a: Operand;
  readonly first: number;
  readonly count: number;
  readonly b: Operand;
  readonly width: number;
  readonly length: number;
  /** Whether the products with earlier lines of B are not wanted. */
  readonly above: boolean;
}

/** Lines first … of A with lines from … of B, [≥ count, width]. */
function multiply(kernel: Kernel, { a, first, count, b, width, length, above }: Block): Float64Array {
  const panels = Math.ceil(count / 4);
  const [ofB, ofC] = [4 * panels * depth, (4 * panels + breadth) * depth];
  const memory = new Float64Array(kernel.memory(8 * (ofC + 4 * panels * width)));
  const found = memory.subarray(ofC, ofC + 4 * panels * width).fill(0);
  for (let start = 0; start < length; start += depth) {
    const part = { start, size: Math.min(depth, length - start) };
    pack(a, first, 4 * panels, part, memory);
    for (let j = above ? breadth * Math.floor(first / breadth) : 0; j < width; j += breadth) {
      const some = Math.min(breadth, width - j);
      pack(b, j, some, part, memory.subarray(ofB));
      const wanted = above ? Math.min(panels, Math.ceil((j + some - first) / 4)) : panels;
      for (let p = 0; p < wanted; p += 1)
        kernel.run(32 * p * part.size, 8 * ofB, 8 * (ofC + 4 * p * width + j), part.size, some / 4, 8 * width);
    }
  }
  return found;
}

interface Part {
  readonly start: number;
  readonly size: number;
}

/** Numbers start … of `count` lines from `first` on, as [count / 4][size][4]; zeros beyond the last line. */
function pack(lines: Operand, first: number, count: number, part: Part, into: Float64Array): void {
  for (let i = first, at = 0; i < first + count; i += 4, at += 4 * part.size)
    if (i + 4 <= lines.count) packFour(lines, i, part, into, at);
    else packSome(lines, i, part, into, at);
}

function packFour({ values, outer, inner, centre }: Operand, i: number, part: Part, into: Float64Array, at: number) {
  let p0 = i * outer + part.start * inner;
  let [p1, p2, p3] = [p0 + outer, p0 + 2 * outer, p0 + 3 * outer];
  const [c0, c1, c2, c3] = centre ? [centre[i]!, centre[i + 1]!, centre[i + 2]!, centre[i + 3]!] : [0, 0, 0, 0];
  for (let to = at; to < at + 4 * part.size; to += 4) {
    into[to] = values[p0]! - c0;
    into[to + 1] = values[p1]! - c1;
    into[to + 2] = values[p2]! - c2;
    into[to + 3] = values[p3]! - c3;
    p0 += inner;
    p1 += inner;
    p2 += inner;
    p3 += inner;
  }
}

function packSome(lines: Operand, i: number, { start, size }: Part, into: Float64Array, at: number): void {
  const { values, outer, inner, centre, count } = lines;
  for (let k = 0; k < size; k += 1)
    for (let r = 0; r < 4; r += 1)
      into[at + 4 * k + r] =
        i + r < count ? values[(i + r) * outer + (start + k) * inner]! - (centre ? centre[i + r]! : 0) : 0;
}
