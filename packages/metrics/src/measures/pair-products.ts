import type { Matrix } from '@alignclip/core';
import { eachRowOfPairs } from '../matrix/products';

/** Products that wait for the sweep, each behind one unused number. */
const waiting = new WeakMap<Matrix, Float64Array>();

/** More products don't wait in memory but are computed again. */
const mostWaiting = 32_000_000;

/**
 * ⟨x_i, x_j⟩ of i < j, row by row, [N (N − 1) / 2]. The next `eachRowOfKnownPairs` of the matrix takes them from here and
 * overwrites them.
 */
export function pairProducts(matrix: Matrix): Float64Array {
  const { rows } = matrix;
  const all = new Float64Array(1 + (rows * (rows - 1)) / 2);
  let at = 1;
  eachRowOfPairs(matrix, (i, line) => {
    all.set(line.subarray(i + 1), at);
    at += rows - i - 1;
  });
  if (all.length <= mostWaiting) waiting.set(matrix, all);
  return all.subarray(1);
}

/** As `eachRowOfPairs`. */
export function eachRowOfKnownPairs(matrix: Matrix, visit: (i: number, products: Float64Array) => void): void {
  const known = waiting.get(matrix);
  if (known === undefined) return eachRowOfPairs(matrix, visit);
  waiting.delete(matrix);
  const { rows } = matrix;
  for (let i = 0, at = 1; i < rows; at += rows - i - 1, i += 1) {
    const start = at - i - 1; // so that product j stands at place j
    visit(i, i + 1 < rows ? known.subarray(start, start + rows) : new Float64Array(rows));
  }
}
