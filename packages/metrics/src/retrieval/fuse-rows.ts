import { type Matrix, UserError } from '@alignclip/core';
import { checkPairs } from '../matrix/check-matrix';
import { unitRows } from '../matrix/rows';

/**
 * norm(αt + (1 − α)v): documents that have both a text and an image, as unit rows (MixBench, GR-CLIP). Throws UserError
 * unless rows are pairs and α is in [0, 1], and where text and image cancel out.
 */
export function fuseRows(text: Matrix, image: Matrix, alpha: number): Matrix {
  checkPairs(image, text, 1);
  if (!(alpha >= 0 && alpha <= 1)) throw new UserError(`weight of the text: ${alpha}, must be from 0 to 1`);
  const values = text.values.map((value, at) => alpha * value + (1 - alpha) * image.values[at]!);
  return unitRows({ rows: text.rows, columns: text.columns, values }, 'fused documents');
}
