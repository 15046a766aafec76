import type { Scalar, Tensor, Tensor2D } from '@alignclip/core';
import { tf } from '../tf';

/** Matrices of float64 numbers; a vector is a matrix of one row. */
export type Numbers = number[][];

/** A kernel and its formula in plain float64 numbers. */
export interface Parity {
  inputs: Numbers[];
  kernel: (...inputs: Tensor2D[]) => Tensor;
  formula: (...inputs: Numbers[]) => Numbers;
  /** Largest error allowed, relative to the largest number of the compared array (at least 1). */
  tolerance?: number;
}

/**
 * Compares a kernel's value, and the gradient of a fixed weighted sum of its value for each input, with the formula
 * and its central differences at up to 40 places. Leaked tensors fail too.
 */
export function expectParity({ inputs, kernel, formula, tolerance = 2e-6 }: Parity): void {
  const before = tf.memory().numTensors;
  const value = formula(...inputs);
  const weights = value.map((row, i) => row.map((_, j) => Math.sin(1 + 3 * i + 7 * j)));
  tf.tidy(() => {
    const tensors = inputs.map((input) => tf.tensor2d(input));
    const result = kernel(...tensors);
    expect(result.size).toBe(value.flat().length);
    expectClose(result, new Map(value.flat().entries()), tolerance);
    const weighted = (...given: Tensor[]): Scalar =>
      tf.sum(tf.mul(tf.reshape(kernel(...(given as Tensor2D[])), [-1]), tf.tensor1d(weights.flat())));
    const gradients = tf.grads(weighted)(tensors);
    const score = (given: Numbers[]): number => dot(formula(...given), weights);
    const slopes = onceForBackends([inputs, value], () => inputs.map((_, index) => differences(score, inputs, index)));
    slopes.forEach((expected, index) => expectClose(gradients[index]!, expected, tolerance * 2));
  });
  expect(tf.memory().numTensors).toBe(before);
}

function expectClose(actual: Tensor, expected: Map<number, number>, tolerance: number): void {
  const scale = Math.max(1, ...[...expected.values()].map(Math.abs));
  const got = actual.dataSync();
  const errors = [...expected].map(([place, wanted]) => error(got[place]!, wanted));
  expect(Math.max(...errors)).toBeLessThanOrEqual(tolerance * scale);
}

function error(got: number, wanted: number): number {
  return Number.isNaN(got) ? Infinity : Math.abs(got - wanted);
}

const found = new Map<string, Map<number, number>[]>();

/** The formula is the same for all backends of `onEachBackend`: its slopes are found once for a test of this name. */
function onceForBackends(given: unknown, find: () => Map<number, number>[]): Map<number, number>[] {
  const test = expect.getState().currentTestName?.replace(/ on (tensorflow( with custom ops)?|wasm|cpu) /, ' ');
  const name = JSON.stringify([test, given]);
  const slopes = found.get(name) ?? find();
  found.set(name, slopes);
  return slopes;
}

/** Central differences at up to 40 places of one input, by place. */
function differences(score: (inputs: Numbers[]) => number, inputs: Numbers[], which: number): Map<number, number> {
  const step = 1e-5;
  const columns = inputs[which]![0]!.length;
  const size = inputs[which]!.length * columns;
  const slopes = new Map<number, number>();
  for (let place = 0; place < size; place += Math.max(1, Math.ceil(size / 40))) {
    const copy = inputs.map((matrix) => matrix.map((line) => [...line]));
    const row = copy[which]![Math.floor(place / columns)]!;
    const at = row[place % columns]!;
    const scoreAt = (number: number): number => {
      row[place % columns] = number;
      return score(copy);
    };
    slopes.set(place, (scoreAt(at + step) - scoreAt(at - step)) / (2 * step));
  }
  return slopes;
}

function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  a.forEach((row, i) => row.forEach((number, j) => (sum += number * b[i]![j]!)));
  return sum;
}
