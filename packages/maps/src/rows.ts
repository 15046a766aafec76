import { counted, UserError, type FitRows, type Matrix, type Modality } from '@alignclip/core';
import { Matrix as Dense } from 'ml-matrix';

/** Rows in float64 while a map computes: [N, d]. */
export const denseOf = ({ rows, columns, values }: Matrix): Dense => Dense.from1DArray(rows, columns, values);

export const matrixOf = (dense: Dense): Matrix => ({
  rows: dense.rows,
  columns: dense.columns,
  values: Float32Array.from(dense.to1DArray()),
});

/** Every row less `mean`. */
export const shifted = (rows: Dense, mean: ArrayLike<number>, factor = -1): Dense =>
  rows.clone().addRowVector(Array.from(mean, (value) => factor * value));

/** Rows of length 1. Throws UserError where a map leaves a row without a direction. */
export function unit(rows: Dense, map: string): Dense {
  const scaled = rows.clone();
  for (let i = 0; i < rows.rows; i += 1) {
    const row = rows.getRow(i);
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (!(norm > 1e-12)) throw new UserError(`map "${map}": row ${i} becomes zero and has no direction`);
    scaled.mulRow(i, 1 / norm);
  }
  return scaled;
}

export const meanOf = (rows: Dense): Float64Array => Float64Array.from(rows.mean('column'));

/** Throws UserError where rows have another width than those that the map was fitted on. */
export function checkWidth(map: string, { columns }: Matrix, width: number): void {
  if (columns !== width) throw new UserError(`map "${map}": fitted on rows of width ${width}, applied to ${columns}`);
}

/** Throws UserError where a modality has fewer than `least` rows to fit on, or the widths differ. */
export function checkFit(map: string, { image, text }: FitRows, least = 2): void {
  for (const [modality, { rows }] of [
    ['image', image],
    ['text', text],
  ] as [Modality, Matrix][])
    if (rows < least)
      throw new UserError(`map "${map}": ${counted(rows, `${modality} row`)} to fit on, it needs at least ${least}`);
  if (image.columns !== text.columns)
    throw new UserError(`map "${map}": image rows are ${image.columns} wide, text rows ${text.columns}`);
}
