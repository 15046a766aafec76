import { defineGapMetric } from './define-gap-metric';
import { gaussianPotentials } from './gaussian-potentials';
import { weightedPairMean } from './weighted';

/** log mean_{i≠j} exp(−2‖v_i − t_j‖²) over images and texts that are no pair, in [-8, 0]. */
export const crossUniformity = defineGapMetric(
  'cross-uniformity',
  (image, text) => {
    const { ofRows, ofColumns } = gaussianPotentials(image, text);
    const means = ofRows.map((sum, i) => (sum + ofColumns[i]!) / (2 * (image.rows - 1)));
    return (weights) => Math.log(weightedPairMean(means, weights));
  },
  { pairwise: true },
);
