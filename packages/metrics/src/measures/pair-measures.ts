import type { Matrix } from '@alignclip/core';
import { checkMatrix, checkPairs } from '../matrix/check-matrix';
import { euclideanNorm } from '../matrix/inner-products';
import { asUnitRows, meanRow } from '../matrix/rows';
import { pairSweep } from './pair-sweep';

export interface RelativeAlignment {
  /** mean (‖v_i − t_i‖² − min_{j≠i} ‖v_i − t_j‖²): below 0 where pairs are nearer than the nearest wrong text. */
  readonly relativeAlignment: number;
  /** mean of the quotient. NaN or Infinity where an image equals a wrong text. */
  readonly ratio: number;
}

/** Oh et al. 2023 (m²-mix), loss.py. Images look for texts only. Throws UserError unless rows are pairs. */
export function relativeAlignment(image: Matrix, text: Matrix): RelativeAlignment {
  const { differences, ratios } = relativeAlignmentRows(image, text);
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { relativeAlignment: mean(differences), ratio: mean(ratios) };
}

/** Difference and quotient of each pair's squared distance and that of the nearest wrong text, [N]. */
export function relativeAlignmentRows(image: Matrix, text: Matrix): Record<'differences' | 'ratios', Float64Array> {
  checkPairs(image, text);
  const { own, leastOther } = pairSweep(image, text);
  return {
    differences: own.map((square, i) => square - leastOther[i]!),
    ratios: own.map((square, i) => square / leastOther[i]!),
  };
}

/**
 * Conformity of each row: its cosine to the mean of the unit rows of its modality, in [-1, 1], [N] (Levi & Gilboa 2025,
 * Double-Ellipsoid). Rows are normalised first. Throws UserError on rows without a direction.
 */
export function conformities(matrix: Matrix): Float64Array {
  checkMatrix(matrix);
  const unit = asUnitRows(matrix);
  const mean = meanRow(unit);
  const norm = euclideanNorm(mean);
  const { rows, columns, values } = unit;
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < columns; k += 1) sum += values[i * columns + k]! * mean[k]!;
    return sum / norm;
  });
}
