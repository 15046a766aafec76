import type { Matrix } from '@alignclip/core';
import { EigenvalueDecomposition, Matrix as Dense } from 'ml-matrix';
import { defineGapMetric } from './define-gap-metric';
import type { Weights } from './weighted';

/**
 * exp(−Σ p_k log p_k) with p_k = σ_k / Σ σ of the singular values of the rows (not centred), in [1, d]: how many
 * directions the embeddings use (Roy & Vetterli 2007; RankMe, Garrido et al. 2023). Under weights σ_k² is
 * Σ_i w_i ⟨x_i, u_k⟩² with the directions u_k of the data kept (first order).
 */
function prepareEffectiveRank(matrix: Matrix): (weights: Weights) => number {
  const energies = directionEnergies(matrix); // [N][d]
  return (weights) => {
    const squares = new Float64Array(matrix.columns);
    energies.forEach((line, i) => {
      const weight = weights[i]!;
      if (weight !== 0) for (let k = 0; k < squares.length; k += 1) squares[k]! += weight * line[k]!;
    });
    return effectiveRankOf(squares.map(Math.sqrt));
  };
}

/** exp of the entropy of singular values scaled to sum 1. */
export function effectiveRankOf(singularValues: Float64Array): number {
  const total = singularValues.reduce((sum, value) => sum + value, 0);
  return Math.exp(
    singularValues.reduce((sum, value) => (value > 0 ? sum - (value / total) * Math.log(value / total) : sum), 0),
  );
}

/** ⟨x_i, u_k⟩² for the right singular vectors u_k, [N][d]. */
function directionEnergies({ rows, columns, values }: Matrix): Float64Array[] {
  const points = Dense.from1DArray(rows, columns, Array.from(values));
  const { eigenvectorMatrix } = new EigenvalueDecomposition(points.transpose().mmul(points), { assumeSymmetric: true });
  return points
    .mmul(eigenvectorMatrix)
    .to2DArray()
    .map((line) => Float64Array.from(line, (value) => value * value));
}

export const effectiveRankImage = defineGapMetric('effective-rank-image', (image) => prepareEffectiveRank(image), {
  meaning: 'number of dimensions that the images use',
  pairwise: true,
  isFirstOrder: true,
});

export const effectiveRankText = defineGapMetric('effective-rank-text', (_image, text) => prepareEffectiveRank(text), {
  meaning: 'number of dimensions that the texts use',
  pairwise: true,
  isFirstOrder: true,
});
