import type { Matrix } from '@alignclip/core';
import { innerProduct } from '../matrix/inner-products';
import { defineGapMetric } from './define-gap-metric';
import { weightedMean } from './weighted';

/** mean_i ⟨v_i, t_i⟩, in [-1, 1], higher is better aligned (AlignCLIP, Table 1). */
export const alignmentScore = defineGapMetric(
  'alignment-score',
  (image, text) => {
    const cosines = pairCosines(image, text);
    return (weights) => weightedMean(cosines, weights);
  },
  { meaning: 'mean cosine of matching pairs; 1: no gap' },
);

/**
 * mean_i arccos⟨v_i, t_i⟩ in degrees, in [0, 180], as 2 atan2(‖v_i − t_i‖, ‖v_i + t_i‖): exactly 0 where both are equal,
 * where a rounded cosine would give some thousandths of a degree.
 */
export const pairAngle = defineGapMetric(
  'pair-angle',
  (image, text) => {
    const sums = squaredPairDistances(image, text, 1);
    const degrees = squaredPairDistances(image, text).map(
      (square, i) => (Math.atan2(Math.sqrt(square), Math.sqrt(sums[i]!)) * 360) / Math.PI,
    );
    return (weights) => weightedMean(degrees, weights);
  },
  { meaning: 'mean angle of matching pairs, in degrees' },
);

/** L2I = mean_i ‖v_i − t_i‖, in [0, 2]. */
export const pairDistance = defineGapMetric(
  'pair-distance',
  (image, text) => {
    const distances = squaredPairDistances(image, text).map(Math.sqrt);
    return (weights) => weightedMean(distances, weights);
  },
  { meaning: 'mean distance of matching pairs (L2I), 0 to 2' },
);

/** mean_i ‖v_i − t_i‖², in [0, 4] (Wang & Isola 2020, align_loss with α = 2). */
export const alignLoss = defineGapMetric(
  'align-loss',
  (image, text) => {
    const distances = squaredPairDistances(image, text);
    return (weights) => weightedMean(distances, weights);
  },
  { meaning: 'mean squared distance of matching pairs, 0 to 4' },
);

/** ⟨v_i, t_i⟩ of each pair, [N]. */
export const pairCosines = (image: Matrix, text: Matrix): Float64Array =>
  Float64Array.from({ length: image.rows }, (_, i) => innerProduct(image, i, text, i));

/** ‖v_i − t_i‖² of each pair, or ‖v_i + t_i‖² with `sign` 1. [N] */
export function squaredPairDistances(image: Matrix, text: Matrix, sign: -1 | 1 = -1): Float64Array {
  const { rows, columns } = image;
  const distances = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i += 1) {
    let sum = 0;
    for (let k = 0; k < columns; k += 1, at += 1) sum += (image.values[at]! + sign * text.values[at]!) ** 2;
    distances[i] = sum;
  }
  return distances;
}

/** Counts of cosines in equal bins over [-1, 1]; bins include their left edge, the last one both edges. */
export interface CosineHistogram {
  readonly edges: readonly number[]; // [bins + 1]
  readonly counts: readonly number[]; // [bins]
  /** Share of the pairs below edges[k + 1], [bins] (AlignCLIP, Fig. 4). */
  readonly cumulative: readonly number[];
}

/** Counts as numpy's histogram does: values outside the ascending `edges` are not counted. */
export function cosineHistogram(cosines: ArrayLike<number>, edges = evenEdges(40)): CosineHistogram {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const last = edges.length - 1;
  for (let i = 0; i < cosines.length; i += 1) {
    const cosine = cosines[i]!;
    if (cosine === edges[last]) counts[last - 1]! += 1;
    else {
      const bin = edges.findIndex((edge) => cosine < edge) - 1;
      if (bin >= 0) counts[bin]! += 1;
    }
  }
  let sum = 0;
  const cumulative = counts.map((count) => (sum += count) / cosines.length);
  return { edges, counts, cumulative };
}

/** The edges of `bins` equal bins over [-1, 1]. */
export const evenEdges = (bins: number): number[] =>
  Array.from({ length: bins + 1 }, (_, k) => (k === bins ? 1 : -1 + (2 * k) / bins));
