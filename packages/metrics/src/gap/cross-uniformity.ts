import { defineGapMetric } from './define-gap-metric';
import { gaussianPotentials } from './gaussian-potentials';
import { weightedPairMean } from './weighted';

/** log mean_{i≠j} exp(−2‖v_i − t_j‖²) over images and texts that are no pair, in [-8, 0]. */
export const crossUniformity = defineGapMetric(
  'cross-uniformity',
  (image, text) => {
    const fromText = gaussianPotentials(text, image, true);
    const means = gaussianPotentials(image, text, true).map((sum, i) => (sum + fromText[i]!) / (2 * (image.rows - 1)));
    return (weights) => Math.log(weightedPairMean(means, weights));
  },
  { pairwise: true },
);
