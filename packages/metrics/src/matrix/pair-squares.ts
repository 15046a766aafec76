import type { Matrix } from '@alignclip/core';
import { innerProducts } from './inner-products';

/** Calls `visit` with the squared distances of row i of `a` from all rows of `b`; the array is reused. */
export function eachRowOfSquares(a: Matrix, b: Matrix, visit: (i: number, squares: Float64Array) => void): void {
  const [left, right] = [squaredNorms(a), squaredNorms(b)];
  const into = new Float64Array(b.rows);
  for (let i = 0; i < a.rows; i += 1) {
    innerProducts(a, i, b, into);
    for (let j = 0; j < b.rows; j += 1) into[j] = Math.max(0, left[i]! + right[j]! - 2 * into[j]!);
    visit(i, into);
  }
}

const squaredNorms = ({ rows, columns, values }: Matrix): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = i * columns; k < (i + 1) * columns; k += 1) sum += values[k]! * values[k]!;
    return sum;
  });
