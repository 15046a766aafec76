import type { Matrix } from '@alignclip/core';
import { innerProduct } from '../matrix/inner-products';
import { averageRanks } from '../statistics/ranks';
import { defineGapMetric } from './define-gap-metric';
import { weightedPairMean } from './weighted';

/**
 * Representational similarity: Spearman's ρ between ⟨v_i, v_j⟩ and ⟨t_i, t_j⟩ over i < j, in [-1, 1]; 0 where one side is
 * constant. Intervals keep the ranks and resample the examples.
 */
export const rsa = defineGapMetric(
  'rsa',
  (image, text) => {
    const x = centred(averageRanks(upperTriangle(image)));
    const y = centred(averageRanks(upperTriangle(text)));
    const moments = [
      (k: number) => x[k]! * y[k]!,
      (k: number) => x[k]! * x[k]!,
      (k: number) => y[k]! * y[k]!,
      (k: number) => x[k]!,
      (k: number) => y[k]!,
    ].map((kernel) => perExampleMeans(image.rows, kernel));
    return (weights) => {
      const [xy, xx, yy, xm, ym] = moments.map((means) => weightedPairMean(means, weights)) as [
        number,
        number,
        number,
        number,
        number,
      ];
      const [xVariance, yVariance] = [xx - xm * xm, yy - ym * ym];
      return xVariance > 0 && yVariance > 0 ? (xy - xm * ym) / Math.sqrt(xVariance * yVariance) : 0;
    };
  },
  { pairwise: true },
);

function upperTriangle(matrix: Matrix): Float64Array {
  const cosines = new Float64Array((matrix.rows * (matrix.rows - 1)) / 2);
  let at = 0;
  for (let i = 0; i < matrix.rows; i += 1) {
    for (let j = i + 1; j < matrix.rows; j += 1) cosines[at++] = innerProduct(matrix, i, matrix, j);
  }
  return cosines;
}

/** Ranks scaled to [-½, ½]: the products stay exact enough to subtract. */
const centred = (ranks: Float64Array): Float64Array =>
  ranks.map((rank) => (rank - (ranks.length + 1) / 2) / ranks.length);

/** h_i = mean over j ≠ i of a kernel given by the number of the pair i < j in row order. */
function perExampleMeans(rows: number, kernel: (pair: number) => number): Float64Array {
  const sums = new Float64Array(rows);
  let pair = 0;
  for (let i = 0; i < rows; i += 1) {
    for (let j = i + 1; j < rows; j += 1, pair += 1) {
      const value = kernel(pair);
      sums[i]! += value;
      sums[j]! += value;
    }
  }
  return sums.map((sum) => sum / (rows - 1));
}
