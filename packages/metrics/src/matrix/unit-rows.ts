import { type Matrix, UserError } from '@alignclip/core';
import { euclideanNorm } from './euclidean-norm';

/** The matrix with every row scaled to Euclidean length 1. Throws UserError on a row of zeros or not finite. */
export function unitRows(matrix: Matrix, name = 'embeddings'): Matrix {
  const { rows, columns, values } = matrix;
  const scaled = new Float32Array(values.length); // [rows, columns]
  for (let row = 0; row < rows; row += 1) {
    const start = row * columns;
    const norm = euclideanNorm(values.subarray(start, start + columns));
    if (!Number.isFinite(norm)) throw new UserError(`${name}: row ${row} holds NaN or infinite numbers`);
    if (norm === 0) throw new UserError(`${name}: row ${row} is all zeros and has no direction`);
    for (let k = 0; k < columns; k += 1) scaled[start + k] = values[start + k]! / norm;
  }
  return { rows, columns, values: scaled };
}
