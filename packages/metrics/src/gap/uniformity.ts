import type { Matrix } from '@alignclip/core';
import { pairSweep, type Totals } from '../measures/pair-sweep';
import { weightedMean, weightedPairMean, type Weights } from './weighted';
import { defineGapMetric } from './define-gap-metric';

/** log mean_{i<j} exp(−2‖v_i − v_j‖²), in [-8, 0], lower is more uniform (Wang & Isola 2020, uniform_loss with t = 2). */
export const uniformityImage = defineGapMetric(
  'uniformity-image',
  (image, text) => prepareUniformity(pairSweep(image, text).images),
  {
    meaning: 'uniformity of the images; lower: more spread out',
    pairwise: true,
    isFirstOrder: true,
  },
);

/** log mean_{i<j} exp(−2‖t_i − t_j‖²), in [-8, 0]. */
export const uniformityText = defineGapMetric(
  'uniformity-text',
  (image, text) => prepareUniformity(pairSweep(image, text).texts),
  {
    meaning: 'uniformity of the texts',
    pairwise: true,
    isFirstOrder: true,
  },
);

/** Uniformity of images and texts as one set of 2N points, including the true pairs, in [-8, 0]. */
export const uniformityUnion = defineGapMetric('uniformity-union', prepareUnion, {
  meaning: 'uniformity of images and texts together',
  pairwise: true,
  isFirstOrder: true,
});

/** log mean_{i≠j} exp(−2‖v_i − t_j‖²) over images and texts that are not a pair, in [-8, 0]. */
export const crossUniformity = defineGapMetric(
  'cross-uniformity',
  (image, text) => {
    const { imageToText, textToImage } = pairSweep(image, text);
    const means = imageToText.kernel.map((sum, i) => (sum + textToImage.kernel[i]!) / (2 * (image.rows - 1)));
    return (weights) => Math.log(weightedPairMean(means, weights));
  },
  { meaning: 'uniformity between images and texts of other pairs', pairwise: true, isFirstOrder: true },
);

function prepareUniformity({ kernel }: Totals) {
  const means = kernel.map((sum) => sum / (kernel.length - 1));
  return (weights: Weights) => Math.log(weightedPairMean(means, weights));
}

function prepareUnion(image: Matrix, text: Matrix) {
  const n = image.rows;
  const { images, texts, imageToText, textToImage, own: squares } = pairSweep(image, text);
  const all = [images, texts, imageToText, textToImage];
  const others = images.kernel.map((_, i) => all.reduce((sum, { kernel }) => sum + kernel[i]!, 0) / (4 * (n - 1))); // mean over the four pairs of points of examples i and j ≠ i
  const own = squares.map((square) => Math.exp(-2 * square));
  const pointPairs = n * (2 * n - 1);
  return (weights: Weights) => {
    const between = weightedPairMean(others, weights) * 2 * n * (n - 1);
    return Math.log((between + n * weightedMean(own, weights)) / pointPairs);
  };
}
