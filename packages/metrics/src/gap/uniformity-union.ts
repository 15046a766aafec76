import { defineGapMetric } from './define-gap-metric';
import { gaussianPotentials } from './gaussian-potentials';
import { squaredPairDistances } from './squared-pair-distances';
import { weightedMean, weightedPairMean } from './weighted';

/** Uniformity of images and texts in one set of 2N points, their pairs included, in [-8, 0]. */
export const uniformityUnion = defineGapMetric(
  'uniformity-union',
  (image, text) => {
    const n = image.rows;
    const withinImage = gaussianPotentials(image, image).ofRows;
    const withinText = gaussianPotentials(text, text).ofRows;
    const across = gaussianPotentials(image, text);
    const others = withinImage.map(
      (sum, i) => (sum + withinText[i]! + across.ofRows[i]! + across.ofColumns[i]!) / (4 * (n - 1)),
    ); // mean over the four points pairs of examples i and j ≠ i
    const own = squaredPairDistances(image, text).map((square) => Math.exp(-2 * square));
    const pointPairs = n * (2 * n - 1);
    return (weights) => {
      const between = weightedPairMean(others, weights) * 2 * n * (n - 1);
      return Math.log((between + n * weightedMean(own, weights)) / pointPairs);
    };
  },
  { pairwise: true },
);
