import type { Matrix } from '@alignclip/core';
import { columnLines, products, rowLines } from '../matrix/products';
import { stackRows } from '../matrix/rows';
import { type Batch, batchOf, newBatch } from '../statistics/batches';

/** How often each pair occurs in a bootstrap sample; all ones for the data themselves. */
export type Weights = Float64Array;

/** The mean of `values` weighted by `weights`. */
export function weightedMean(values: ArrayLike<number>, weights: Weights): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i += 1) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}

/**
 * A mean over pairs of examples (a U-statistic) under `weights`, to first order: 2·mean_w(h) − mean(h), where h_i is
 * the mean of the kernel over the pairs that contain example i. Exact for equal weights; under a bootstrap sample it
 * leaves out the pairs of an example with its own copies, which would bias it (Hájek projection).
 */
export function weightedPairMean(perExample: ArrayLike<number>, weights: Weights): number {
  let sum = 0;
  for (let i = 0; i < perExample.length; i += 1) sum += perExample[i]!;
  return 2 * weightedMean(perExample, weights) - sum / perExample.length;
}

/** Rows of numbers, [rows, columns]. */
export interface Lines {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array | Float64Array;
}

/** The sums of the rows in one bootstrap sample, computed once for all metrics and all samples that were drawn with it. [d] */
export function weightedSumRow(lines: Lines, weights: Weights): Float64Array {
  const batch = batchOf(weights);
  const at = batch.samples.indexOf(weights) * lines.columns;
  return batchSums(lines, batch).subarray(at, at + lines.columns);
}

const batchSums = oncePerPair((lines: Lines, batch: Batch) =>
  products(rowLines(batch), columnLines(lines), lines.rows),
);

/** The mean row of a modality in one bootstrap sample. [d] */
export function weightedMeanRow(matrix: Matrix, weights: Weights): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weightedSumRow(matrix, weights).map((sum) => sum / total);
}

/** A function of all captions from weights of the images: every caption gets the weight of its image. */
export function ofAllCaptions(
  texts: readonly Matrix[],
  prepare: (all: Matrix) => (weights: Weights) => number,
): (imageWeights: Weights) => number {
  if (texts.length === 1) return prepare(texts[0]!);
  const value = prepare(stackRows(texts));
  return (weights) => {
    const batch = batchOf(weights);
    return value(repeated(texts, batch).samples[batch.samples.indexOf(weights)]!);
  };
}

/** Every sample as often as there are sets of captions, one after the other. */
const repeated = oncePerPair((texts: readonly Matrix[], batch: Batch): Batch => {
  const all = newBatch(batch.rows, texts.length * batch.columns);
  all.samples.forEach((sample, i) => {
    texts.forEach((_, c) => sample.set(batch.samples[i]!, c * batch.columns));
  });
  return all;
});

/** `compute`, called once for each pair of objects as long as both live; the objects must not be changed. */
export function oncePerPair<A extends object, B extends object, T>(compute: (a: A, b: B) => T): (a: A, b: B) => T {
  const known = new WeakMap<A, WeakMap<B, T>>();
  return (a, b) => {
    const ofA = known.get(a) ?? new WeakMap<B, T>();
    known.set(a, ofA);
    if (!ofA.has(b)) ofA.set(b, compute(a, b));
    return ofA.get(b) as T;
  };
}
