import type { Matrix } from '@alignclip/core';
import { innerProducts } from '../matrix/inner-products';
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
  const left = squaredNorms(a);
  const right = squaredNorms(b);
  const products = new Float64Array(b.rows);
  const ofRows = new Float64Array(a.rows);
  const ofColumns = new Float64Array(b.rows);
  for (let i = 0; i < a.rows; i += 1) {
    innerProducts(a, i, b, products);
    for (let j = 0; j < b.rows; j += 1) {
      if (i === j) continue;
      const potential = Math.exp(-2 * Math.max(0, left[i]! + right[j]! - 2 * products[j]!));
      ofRows[i]! += potential;
      ofColumns[j]! += potential;
    }
  }
  return { ofRows, ofColumns };
});

const squaredNorms = ({ rows, columns, values }: Matrix): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) =>
    values.subarray(i * columns, (i + 1) * columns).reduce((sum, value) => sum + value * value, 0),
  );
