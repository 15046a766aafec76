import type { Matrix } from '@alignclip/core';
import { euclideanNorm } from '../matrix/euclidean-norm';
import { meanRow } from '../matrix/rows';
import { defineGapMetric } from './define-gap-metric';

/** mean(I) − mean(T), [d]; the row counts may differ. */
export function centroidDifference(image: Matrix, text: Matrix, weights?: ArrayLike<number>): Float64Array {
  const textMean = meanRow(text, weights);
  return meanRow(image, weights).map((value, k) => value - textMean[k]!);
}

/** ‖mean(I) − mean(T)‖ (Liang et al. 2022), in [0, 2]; can be 0 with every pair far apart. */
export const centroidDistance = defineGapMetric(
  'centroid-distance',
  (image, text) => (weights) => euclideanNorm(centroidDifference(image, text, weights)),
);
