import { type Matrix, UserError } from '@alignclip/core';
import { euclideanNorm } from './inner-products';

/** One row, as a view. */
export const row = ({ columns, values }: Matrix, index: number): Float32Array =>
  values.subarray(index * columns, (index + 1) * columns);

/** The rows at `indices`, in that order. */
export function takeRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const { columns } = matrix;
  const values = new Float32Array(indices.length * columns);
  Array.from(indices).forEach((index, at) => values.set(row(matrix, index), at * columns));
  return { rows: indices.length, columns, values };
}

/** At most `max` row indices, evenly spaced over `rows`: all of them where `rows` ≤ `max`. */
export function evenlySpaced(rows: number, max: number): number[] {
  const count = Math.min(rows, max);
  return Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}

/** The matrix of equally long rows. Throws UserError on rows of different lengths. */
export function matrixFromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const values = new Float32Array(rows.length * columns);
  rows.forEach((items, at) => {
    if (items.length !== columns) throw new UserError(`row ${at} has ${items.length} numbers, row 0 has ${columns}`);
    values.set(items, at * columns);
  });
  return { rows: rows.length, columns, values };
}

/** The column means, [columns], weighted by row where weights are given. */
export function meanRow(matrix: Matrix, weights?: ArrayLike<number>): Float64Array {
  const { rows, columns, values } = matrix;
  const sum = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i < rows; i += 1) {
    const weight = weights ? weights[i]! : 1;
    if (weight === 0) continue;
    total += weight;
    for (let k = 0; k < columns; k += 1) sum[k]! += weight * values[i * columns + k]!;
  }
  return sum.map((value) => value / total);
}

/** The rows of all parts below each other. Throws UserError on parts of different width. */
export function stackRows(parts: readonly Matrix[]): Matrix {
  const columns = parts[0]?.columns ?? 0;
  const other = parts.find((part) => part.columns !== columns);
  if (other) throw new UserError(`embeddings are ${columns} wide in one part and ${other.columns} in another`);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const values = new Float32Array(rows * columns);
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { rows, columns, values };
}

/** Every `step`-th row from `first` on. */
export const strideRows = (matrix: Matrix, first: number, step: number): Matrix =>
  takeRows(matrix, range(matrix.rows, first, step));

/** first, first + step, … below `end`. */
export const range = (end: number, first = 0, step = 1): number[] =>
  Array.from({ length: Math.ceil((end - first) / step) }, (_, i) => first + i * step);

/** The mean of matrices of one shape, element by element. */
export const meanMatrix = (parts: readonly Matrix[]): Matrix => ({
  ...parts[0]!,
  values: parts[0]!.values.map((_, at) => parts.reduce((sum, { values }) => sum + values[at]!, 0) / parts.length),
});

/** The matrix with every row scaled to Euclidean length 1. Throws UserError on a row that is all zeros or not finite. */
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

/** The matrix itself where every row has length 1 up to the rounding of float32, else `unitRows`. Throws UserError as that. */
export function asUnitRows(matrix: Matrix, name = 'embeddings'): Matrix {
  const { rows, columns, values } = matrix;
  for (let i = 0; i < rows; i += 1) {
    const length = euclideanNorm(values.subarray(i * columns, (i + 1) * columns));
    if (!(Math.abs(length - 1) < 1e-6)) return unitRows(matrix, name);
  }
  return matrix;
}
