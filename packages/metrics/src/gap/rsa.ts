import type { Matrix } from '@alignclip/core';
import { pairProducts } from '../measures/pair-products';
import { averageRanks } from '../statistics/correlation';
import { defineGapMetric } from './define-gap-metric';
import { weightedPairMean } from './weighted';

/**
 * Representational similarity: Spearman's ρ between ⟨v_i, v_j⟩ and ⟨t_i, t_j⟩ over i < j, in [-1, 1]; NaN (undefined)
 * where one side is constant up to rounding. Intervals keep the ranks and resample the examples.
 */
export const rsa = defineGapMetric(
  'rsa',
  (image, text) => {
    const [x, y] = [centredRanks(image), centredRanks(text)];
    if (x === undefined || y === undefined) return () => NaN;
    const products = perExampleMeans(image.rows, x, y);
    const xSquares = perExampleMeans(image.rows, x, x);
    const ySquares = perExampleMeans(image.rows, y, y);
    const xMeans = perExampleMeans(image.rows, x);
    const yMeans = perExampleMeans(image.rows, y);
    return (weights) => {
      const [xMean, yMean] = [weightedPairMean(xMeans, weights), weightedPairMean(yMeans, weights)];
      const covariance = weightedPairMean(products, weights) - xMean * yMean;
      const xVariance = weightedPairMean(xSquares, weights) - xMean * xMean;
      const yVariance = weightedPairMean(ySquares, weights) - yMean * yMean;
      if (!(xVariance > 0 && yVariance > 0)) return NaN;
      // To first order in the weights the three means don't fit each other to the last, so that few pairs could pass ±1.
      return Math.max(-1, Math.min(1, covariance / Math.sqrt(xVariance * yVariance)));
    };
  },
  {
    meaning: 'rank correlation of the similarities within the two modalities',
    pairwise: true,
    isPreparedFirst: true,
    undefinedWhere: 'all cosines within one modality are equal',
  },
);

/** Whether cosines differ by no more than the rounding of float32 rows. */
function isOneCosine(cosines: Float64Array): boolean {
  let [least, most] = [Infinity, -Infinity];
  for (const cosine of cosines) {
    if (cosine < least) least = cosine;
    if (cosine > most) most = cosine;
  }
  return most - least < 1e-6;
}

/** Ranks of the cosines of i < j, scaled to [-½, ½], so that subtracting products loses little precision; if they differ. */
function centredRanks(matrix: Matrix): Float64Array | undefined {
  const cosines = pairProducts(matrix);
  if (isOneCosine(cosines)) return undefined;
  const ranks = averageRanks(cosines);
  const { length } = ranks;
  for (let at = 0; at < length; at += 1) ranks[at] = (ranks[at]! - (length + 1) / 2) / length;
  return ranks;
}

/** For each example i the mean over j ≠ i of x, or of x·y; both hold one value per pair i < j, in row order. */
function perExampleMeans(rows: number, x: Float64Array, y?: Float64Array): Float64Array {
  const sums = new Float64Array(rows);
  let pair = 0;
  for (let i = 0; i < rows; i += 1) {
    for (let j = i + 1; j < rows; j += 1, pair += 1) {
      const value = y ? x[pair]! * y[pair]! : x[pair]!;
      sums[i]! += value;
      sums[j]! += value;
    }
  }
  return sums.map((sum) => sum / (rows - 1));
}
