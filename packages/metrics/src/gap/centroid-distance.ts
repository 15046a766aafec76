import type { Matrix } from '@alignclip/core';
import { euclideanNorm } from '../matrix/inner-products';
import { meanMatrix, meanRow } from '../matrix/rows';
import { defineGapMetric } from './define-gap-metric';
import { squaredPairDistances } from './pairs';
import { type Weights, weightedMeanRow } from './weighted';

/** mean(I) − mean(T), [d]; the row counts may differ. */
export const centroidDifference = (image: Matrix, text: Matrix): Float64Array =>
  difference(meanRow(image), meanRow(text));

const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, k) => value - b[k]!);

/**
 * ‖mean(I) − mean(T)‖ (Liang et al. 2022), in [0, 2]; can be 0 although every pair is far apart.
 * With δ_i = v_i − t_i it is √((1 − 1/N) U + mean‖δ_i‖²/N), U = mean_{i≠j}⟨δ_i, δ_j⟩. Bootstrap samples use that form
 * and leave out the pairs of an example with its own copies: a resampled norm would be too long where there is no gap.
 */
export const centroidDistance = defineGapMetric('centroid-distance', prepare, {
  meaning: 'distance between mean image and mean text; can be 0 even if pairs do not match',
  prepareCaptions: (image, texts) => prepare(image, meanMatrix(texts)),
});

function prepare(image: Matrix, text: Matrix): (weights: Weights) => number {
  const squares = squaredPairDistances(image, text);
  const n = image.rows;
  return (weights) => {
    let [total, weightSquares, own, diagonal] = [0, 0, 0, 0];
    squares.forEach((square, i) => {
      const weight = weights[i]!;
      total += weight;
      weightSquares += weight * weight;
      own += weight * weight * square;
      diagonal += weight * square;
    });
    const joint =
      (euclideanNorm(difference(weightedMeanRow(image, weights), weightedMeanRow(text, weights))) * total) ** 2;
    const different = total * total - weightSquares;
    const between = different > 0 ? (joint - own) / different : 0;
    return Math.sqrt(Math.max(0, (1 - 1 / n) * between + diagonal / total / n));
  };
}
