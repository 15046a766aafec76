import type { Matrix } from '@alignclip/core';
import {
  addNumbers,
  advance,
  again,
  get,
  type Kernel,
  kernelMaker,
  loop,
  set,
  vector,
  type WebAssemblyOfNode,
} from '../matrix/wasm';

/** Σ (a_k − b_k)² of `count` numbers, a multiple of 4: float32 at address a, float64 at b. */
type Apart = (a: number, b: number, count: number) => number;

const [a, b, count] = [0, 1, 2];
const [sum, difference] = [3, 5];
const [halves, lanes] = [
  [0, 1],
  [0, 1],
] as const;

const code = {
  parameters: 3,
  integers: 0,
  vectors: 3,
  hasResult: true,
  body: [
    ...loop(
      ...halves.flatMap((half) => [
        ...[...get(a), ...vector.loadFloats(8 * half), ...get(b), ...vector.load(16 * half), ...vector.subtract],
        ...[...set(difference), ...get(sum + half), ...get(difference), ...get(difference), ...vector.multiply],
        ...[...vector.add, ...set(sum + half)],
      ]),
      ...[...advance(a, 16), ...advance(b, 32), ...again(count, 4)],
    ),
    ...halves.flatMap((half) => [
      ...lanes.flatMap((lane) => [...get(sum + half), ...vector.lane(lane)]),
      ...addNumbers,
    ]),
    ...addNumbers,
  ],
};

/** The same in JavaScript. */
const plainApart =
  (memory: () => ArrayBuffer): Apart =>
  (atA, atB, numbers) => {
    const [x, y] = [new Float32Array(memory(), atA, numbers), new Float64Array(memory(), atB, numbers)];
    const sums = new Float64Array(4);
    for (let k = 0; k < numbers; k += 1) {
      const difference = x[k]! - y[k]!;
      sums[k % 4]! += difference * difference;
    }
    return sums[0]! + sums[1]! + (sums[2]! + sums[3]!);
  };

/** `wasm`: other than Node's own; null: none. */
export const apartKernelOf = (wasm?: WebAssemblyOfNode | null): (() => Kernel<Apart>) =>
  kernelMaker<Apart>(code, plainApart, wasm);

const apart = apartKernelOf();

const known = new WeakMap<Matrix, RowDistances>();

/** Distances of the rows of a matrix from centres that are set; the same ones for several runs on the matrix. */
export function distancesOf(rows: Matrix): RowDistances {
  const found = known.get(rows) ?? new RowDistances(rows);
  known.set(rows, found);
  return found;
}

/** Distances of the rows of a matrix from centres. Memory 4 · rows · columns beside the matrix. */
class RowDistances {
  private readonly width: number;
  private readonly kernel = apart();
  private readonly ofCentres: number;

  constructor(private readonly rows: Matrix) {
    const { columns, values } = rows;
    this.width = 4 * Math.ceil(columns / 4);
    this.ofCentres = 16 * Math.ceil((rows.rows * this.width) / 4);
    const floats = new Float32Array(this.kernel.memory(this.ofCentres));
    for (let i = 0; i < rows.rows; i += 1) floats.set(values.subarray(i * columns, (i + 1) * columns), i * this.width);
  }

  /** Takes the centres that distances are from, [k · columns], the first as number `from`. */
  setCentres(centres: Float32Array | Float64Array, from = 0): void {
    const { width, ofCentres, rows } = this;
    const count = centres.length / rows.columns;
    const memory = this.kernel.memory(ofCentres + 8 * (from + count) * width);
    const all = new Float64Array(memory, ofCentres + 8 * from * width, count * width);
    for (let c = 0; c < count; c += 1) all.set(centres.subarray(c * rows.columns, (c + 1) * rows.columns), c * width);
  }

  /** ‖row i − centre c‖ in float64. */
  distance(i: number, c: number): number {
    const { width, kernel, ofCentres } = this;
    return Math.sqrt(kernel.run(4 * i * width, ofCentres + 8 * c * width, width));
  }
}

export type { RowDistances };
