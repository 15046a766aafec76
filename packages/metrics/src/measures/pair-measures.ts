import type { Matrix } from '@alignclip/core';
import { checkMatrix, checkPairs } from '../matrix/check-matrix';
import { euclideanNorm } from '../matrix/inner-products';
import { meanRow, unitRows } from '../matrix/rows';
import { eachRowOfSquares } from './pairwise-sums';

export interface RelativeAlignment {
  /** mean (‖v_i − t_i‖² − min_{j≠i} ‖v_i − t_j‖²): below 0 where pairs are nearer than the nearest wrong text. */
  readonly relativeAlignment: number;
  /** mean of the quotient. NaN or Infinity where an image equals a wrong text. */
  readonly ratio: number;
}

/** Oh et al. 2023 (m²-mix), loss.py. Images look for texts only. Throws UserError unless rows are pairs. */
export function relativeAlignment(image: Matrix, text: Matrix): RelativeAlignment {
  checkPairs(image, text);
  let [difference, ratio] = [0, 0];
  eachRowOfSquares(image, text, (i, squares) => {
    let least = Infinity;
    for (let j = 0; j < squares.length; j += 1) if (j !== i) least = Math.min(least, squares[j]!);
    difference += squares[i]! - least;
    ratio += squares[i]! / least;
  });
  return { relativeAlignment: difference / image.rows, ratio: ratio / image.rows };
}

/**
 * Conformity of each row: its cosine to the mean of the unit rows of its modality, in [-1, 1], [N] (Levi & Gilboa 2025,
 * Double-Ellipsoid). Rows are normalised first. Throws UserError on rows without a direction.
 */
export function conformities(matrix: Matrix): Float64Array {
  checkMatrix(matrix);
  const unit = unitRows(matrix);
  const mean = meanRow(unit);
  const norm = euclideanNorm(mean);
  const { rows, columns, values } = unit;
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < columns; k += 1) sum += values[i * columns + k]! * mean[k]!;
    return sum / norm;
  });
}
