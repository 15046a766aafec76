import {
  advance,
  again,
  constant,
  get,
  type Kernel,
  kernelMaker,
  loop,
  set,
  sumOf,
  timesOf,
  vector,
  type WebAssemblyOfNode,
} from './wasm';

/**
 * Adds a panel of 4 rows of A times `panels` panels of 4 columns of B to 4 rows of C. All are float64, at byte addresses:
 * A as [inner][4], B as [panels][inner][4], C as 4 rows that are `stride` bytes apart. inner and panels are at least 1.
 */
type Panel = (a: number, b: number, c: number, inner: number, panels: number, stride: number) => void;

const [a, b, c, inner, panels, stride, from, left] = [0, 1, 2, 3, 4, 5, 6, 7];
/** Locals that hold 4 × 4 sums, two a vector; then two vectors of B and one number of A, twice. */
const sum = (row: number, half: number): number => 8 + 2 * row + half;
const [ofB, ofA] = [16, 18];
const rows = [0, 1, 2, 3];
const halves = [0, 1];

const rowOfC = (row: number): number[] => sumOf(get(c), timesOf(get(stride), constant(row)));

const each = (make: (row: number, half: number) => number[]): number[] =>
  rows.flatMap((row) => halves.flatMap((half) => make(row, half)));

/** One step along the inner dimension: sum[r] += a[r] · b, two columns at a time, without fused rounding. */
const step = [
  ...halves.flatMap((half) => [...get(b), ...vector.load(16 * half), ...set(ofB + half)]),
  ...rows.flatMap((row) => [
    ...[...get(from), ...vector.loadTwice(8 * row), ...set(ofA)],
    ...halves.flatMap((half) => [
      ...[...get(sum(row, half)), ...get(ofA), ...get(ofB + half), ...vector.multiply, ...vector.add],
      ...set(sum(row, half)),
    ]),
  ]),
];

const code = {
  parameters: 6,
  integers: 2,
  vectors: 11,
  body: loop(
    ...each((row, half) => [...rowOfC(row), ...vector.load(16 * half), ...set(sum(row, half))]),
    ...[...get(a), ...set(from), ...get(inner), ...set(left)],
    ...loop(...step, ...advance(from, 32), ...advance(b, 32), ...again(left)),
    ...each((row, half) => [...rowOfC(row), ...get(sum(row, half)), ...vector.store(16 * half)]),
    ...[...advance(c, 32), ...again(panels)],
  ),
};

/** The same in JavaScript. */
const plainPanel =
  (memory: () => ArrayBuffer): Panel =>
  (atA, atB, atC, length, count, bytes) => {
    const numbers = new Float64Array(memory());
    const [first, to, step] = [atA / 8, atC / 8, bytes / 8];
    for (let p = 0; p < count; p += 1)
      for (let row = 0; row < 4; row += 1)
        for (let column = 0; column < 4; column += 1) {
          let [x, y] = [first + row, atB / 8 + 4 * p * length + column];
          let total = numbers[to + row * step + 4 * p + column]!;
          for (let k = 0; k < length; k += 1, x += 4, y += 4) total += numbers[x]! * numbers[y]!;
          numbers[to + row * step + 4 * p + column] = total;
        }
  };

/** `wasm`: other than Node's own; null: none. */
export const productKernelOf = (wasm?: WebAssemblyOfNode | null): (() => Kernel<Panel>) =>
  kernelMaker<Panel>(code, plainPanel, wasm);

export const productKernel = productKernelOf();
