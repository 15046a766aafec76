import type { Matrix } from '@alignclip/core';
import { defineGapMetric } from './define-gap-metric';
import { gaussianPotentials } from './gaussian-potentials';
import { weightedPairMean } from './weighted';

function prepareUniformity(matrix: Matrix) {
  const means = gaussianPotentials(matrix, matrix).ofRows.map((sum) => sum / (matrix.rows - 1));
  return (weights: Float64Array) => Math.log(weightedPairMean(means, weights));
}

/** log mean_{i<j} exp(−2‖v_i − v_j‖²), in [-8, 0], lower is more uniform (Wang & Isola 2020, uniform_loss with t = 2). */
export const uniformityImage = defineGapMetric('uniformity-image', (image) => prepareUniformity(image), {
  pairwise: true,
});

/** log mean_{i<j} exp(−2‖t_i − t_j‖²), in [-8, 0]. */
export const uniformityText = defineGapMetric('uniformity-text', (_image, text) => prepareUniformity(text), {
  pairwise: true,
});
