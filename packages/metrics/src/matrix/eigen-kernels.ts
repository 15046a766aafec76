import { advance, again, get, type Kernel, kernelMaker, loop, set, vector, type WebAssemblyOfNode } from './wasm';

/**
 * Turns two rows of `pairs` pairs of float64 in their plane: b ← s a + c b, a ← c a − s b. `turn`: address of s, then c.
 */
type Rotate = (a: number, b: number, pairs: number, turn: number) => void;

const [a, b, pairs, turn] = [0, 1, 2, 3];
const [x, y, sine, cosine] = [4, 5, 6, 7];
const times = (left: number, right: number): number[] => [...get(left), ...get(right), ...vector.multiply];

const rotation = {
  parameters: 4,
  integers: 0,
  vectors: 4,
  body: [
    ...[...get(turn), ...vector.loadTwice(0), ...set(sine), ...get(turn), ...vector.loadTwice(8), ...set(cosine)],
    ...loop(
      ...[...get(a), ...vector.load(0), ...set(x), ...get(b), ...vector.load(0), ...set(y)],
      ...[...get(b), ...times(sine, x), ...times(cosine, y), ...vector.add, ...vector.store(0)],
      ...[...get(a), ...times(cosine, x), ...times(sine, y), ...vector.subtract, ...vector.store(0)],
      ...[...advance(a, 16), ...advance(b, 16), ...again(pairs)],
    ),
  ],
};

const plainRotate =
  (memory: () => ArrayBuffer): Rotate =>
  (atA, atB, count, atTurn) => {
    const [one, other] = [new Float64Array(memory(), atA, 2 * count), new Float64Array(memory(), atB, 2 * count)];
    const [s, c] = new Float64Array(memory(), atTurn, 2) as unknown as [number, number];
    for (let k = 0; k < one.length; k += 1) {
      const [left, right] = [one[k]!, other[k]!];
      other[k] = s * left + c * right;
      one[k] = c * left - s * right;
    }
  };

/** `wasm`: other than Node's own; null: none. */
export const rotateKernelOf = (wasm?: WebAssemblyOfNode | null): (() => Kernel<Rotate>) =>
  kernelMaker<Rotate>(rotation, plainRotate, wasm);

export const rotateKernel = rotateKernelOf();

/**
 * Reflects eight columns, row_j ← row_j − f u_j Σ_i u_i row_i: rows [count][8] and u [count] in float64, `factor` the address
 * of f.
 */
type Reflect = (rows: number, u: number, count: number, factor: number) => void;

const [rows, u, count, factor, atRow, atU, left] = [0, 1, 2, 3, 4, 5, 6];
const quarters = [0, 1, 2, 3];
const sum = (quarter: number): number => 7 + quarter;
const value = 11;
const start = [...get(rows), ...set(atRow), ...get(u), ...set(atU), ...get(count), ...set(left)];
const nextRow = [...advance(atRow, 64), ...advance(atU, 8), ...again(left)];
const loadValue = [...get(atU), ...vector.loadTwice(0), ...set(value)];

const reflection = {
  parameters: 4,
  integers: 3,
  vectors: 5,
  body: [
    ...start,
    ...loop(
      ...loadValue,
      ...quarters.flatMap((quarter) => [
        ...[...get(sum(quarter)), ...get(value), ...get(atRow), ...vector.load(16 * quarter)],
        ...[...vector.multiply, ...vector.add, ...set(sum(quarter))],
      ]),
      ...nextRow,
    ),
    ...quarters.flatMap((quarter) => [
      ...[...get(sum(quarter)), ...get(factor), ...vector.loadTwice(0), ...vector.multiply, ...set(sum(quarter))],
    ]),
    ...start,
    ...loop(
      ...loadValue,
      ...quarters.flatMap((quarter) => [
        ...[...get(atRow), ...get(atRow), ...vector.load(16 * quarter), ...times(sum(quarter), value)],
        ...[...vector.subtract, ...vector.store(16 * quarter)],
      ]),
      ...nextRow,
    ),
  ],
};

const plainReflect =
  (memory: () => ArrayBuffer): Reflect =>
  (atRows, atVector, length, atFactor) => {
    const [all, own] = [new Float64Array(memory(), atRows, 8 * length), new Float64Array(memory(), atVector, length)];
    const f = new Float64Array(memory(), atFactor, 1)[0]!;
    for (let column = 0; column < 8; column += 1) {
      let total = 0;
      for (let j = 0; j < length; j += 1) total += own[j]! * all[8 * j + column]!;
      total *= f;
      for (let j = 0; j < length; j += 1) all[8 * j + column]! -= total * own[j]!;
    }
  };

/** `wasm`: other than Node's own; null: none. */
export const reflectKernelOf = (wasm?: WebAssemblyOfNode | null): (() => Kernel<Reflect>) =>
  kernelMaker<Reflect>(reflection, plainReflect, wasm);

export const reflectKernel = reflectKernelOf();
