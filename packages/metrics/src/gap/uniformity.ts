import type { Matrix } from '@alignclip/core';
import { eachRowOfSquares } from '../matrix/pair-squares';
import { oncePerPair, weightedMean, weightedPairMean, type Weights } from './weighted';
import { defineGapMetric } from './define-gap-metric';
import { squaredPairDistances } from './pairs';

/** log mean_{i<j} exp(−2‖v_i − v_j‖²), in [-8, 0], lower is more uniform (Wang & Isola 2020, uniform_loss with t = 2). */
export const uniformityImage = defineGapMetric('uniformity-image', (image) => prepareUniformity(image), {
  meaning: 'uniformity of the images; lower: more spread out',
  pairwise: true,
  isFirstOrder: true,
});

/** log mean_{i<j} exp(−2‖t_i − t_j‖²), in [-8, 0]. */
export const uniformityText = defineGapMetric('uniformity-text', (_image, text) => prepareUniformity(text), {
  meaning: 'uniformity of the texts',
  pairwise: true,
  isFirstOrder: true,
});

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
    const { ofRows, ofColumns } = gaussianPotentials(image, text);
    const means = ofRows.map((sum, i) => (sum + ofColumns[i]!) / (2 * (image.rows - 1)));
    return (weights) => Math.log(weightedPairMean(means, weights));
  },
  { meaning: 'uniformity between images and texts of other pairs', pairwise: true, isFirstOrder: true },
);

function prepareUniformity(matrix: Matrix) {
  const means = gaussianPotentials(matrix, matrix).ofRows.map((sum) => sum / (matrix.rows - 1));
  return (weights: Weights) => Math.log(weightedPairMean(means, weights));
}

function prepareUnion(image: Matrix, text: Matrix) {
  const n = image.rows;
  const withinImage = gaussianPotentials(image, image).ofRows;
  const withinText = gaussianPotentials(text, text).ofRows;
  const across = gaussianPotentials(image, text);
  const others = withinImage.map(
    (sum, i) => (sum + withinText[i]! + across.ofRows[i]! + across.ofColumns[i]!) / (4 * (n - 1)),
  ); // mean over the four pairs of points of examples i and j ≠ i
  const own = squaredPairDistances(image, text).map((square) => Math.exp(-2 * square));
  const pointPairs = n * (2 * n - 1);
  return (weights: Weights) => {
    const between = weightedPairMean(others, weights) * 2 * n * (n - 1);
    return Math.log((between + n * weightedMean(own, weights)) / pointPairs);
  };
}

/** Sums of exp(−2‖a_i − b_j‖²) over i ≠ j: for each row i of `a`, and for each row j of `b`. */
interface GaussianPotentials {
  readonly ofRows: Float64Array; // [a.rows]
  readonly ofColumns: Float64Array; // [b.rows]
}

/** Computed once for the metrics that share it; `a` may be `b`. Rows are unit vectors up to float32 rounding. */
const gaussianPotentials: (a: Matrix, b: Matrix) => GaussianPotentials = oncePerPair((a, b) => {
  const ofRows = new Float64Array(a.rows);
  const ofColumns = new Float64Array(b.rows);
  eachRowOfSquares(a, b, (i, squares) => {
    for (let j = 0; j < b.rows; j += 1) {
      if (i === j) continue;
      const potential = Math.exp(-2 * squares[j]!);
      ofRows[i]! += potential;
      ofColumns[j]! += potential;
    }
  });
  return { ofRows, ofColumns };
});
