import type { Matrix } from '@alignclip/core';
import { eachRowOfProducts } from './products';

/** Calls `visit` with the squared distances of row i of `a` from all rows of `b`; the array is reused. */
export function eachRowOfSquares(a: Matrix, b: Matrix, visit: (i: number, squares: Float64Array) => void): void {
  const [left, right] = [squaredNorms(a), squaredNorms(b)];
  eachRowOfProducts(a, b, (i, line) => {
    for (let j = 0; j < line.length; j += 1) line[j] = Math.max(0, left[i]! + right[j]! - 2 * line[j]!);
    visit(i, line);
  });
}

/** ‖a_i‖² of each row. */
export const squaredNorms = ({ rows, columns, values }: Matrix): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = i * columns; k < (i + 1) * columns; k += 1) sum += values[k]! * values[k]!;
    return sum;
  });
