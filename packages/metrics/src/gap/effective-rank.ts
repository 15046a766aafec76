import type { Matrix } from '@alignclip/core';
import { secondMomentSpectrum } from '../measures/moments';
import { flat } from '../matrix/dense';
import { columnLines, products, rowLines } from '../matrix/products';
import { defineGapMetric } from './define-gap-metric';
import { type Lines, weightedSumRow, type Weights } from './weighted';

/**
 * exp(−Σ p_k log p_k) with p_k = σ_k / Σ σ of the singular values of the rows (not centred), in [1, d]: how many
 * directions the embeddings use (Roy & Vetterli 2007; RankMe, Garrido et al. 2023). Under weights σ_k² is
 * Σ_i w_i ⟨x_i, u_k⟩² with the directions u_k of the data kept (first order).
 */
function prepareEffectiveRank(matrix: Matrix): (weights: Weights) => number {
  const energies = directionEnergies(matrix);
  return (weights) => effectiveRankOf(weightedSumRow(energies, weights).map(Math.sqrt));
}

/** exp of the entropy of singular values scaled to sum 1. */
export function effectiveRankOf(singularValues: Float64Array): number {
  const total = singularValues.reduce((sum, value) => sum + value, 0);
  return Math.exp(
    singularValues.reduce((sum, value) => (value > 0 ? sum - (value / total) * Math.log(value / total) : sum), 0),
  );
}

/** ⟨x_i, u_k⟩² for the right singular vectors u_k, [N, d]. */
function directionEnergies(matrix: Matrix): Lines {
  const { rows, columns } = matrix;
  const directions = { rows: columns, columns, values: flat(secondMomentSpectrum(matrix).vectors) };
  const values = products(rowLines(matrix), columnLines(directions), columns);
  for (let at = 0; at < values.length; at += 1) values[at]! *= values[at]!;
  return { rows, columns, values };
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
