import type { Matrix } from '@alignclip/core';
import { innerProducts } from '../matrix/inner-products';

/**
 * For each row i of `a`: Σ_j exp(−2‖a_i − b_j‖²) over the rows of `b`, without j = i where `skipSame`. [a.rows]
 * Rows are unit vectors up to float32 rounding; their true norms are used.
 */
export function gaussianPotentials(a: Matrix, b: Matrix, skipSame: boolean): Float64Array {
  const left = squaredNorms(a);
  const right = squaredNorms(b);
  const products = new Float64Array(b.rows);
  return left.map((norm, i) => {
    innerProducts(a, i, b, products);
    let sum = 0;
    for (let j = 0; j < b.rows; j += 1) {
      if (!skipSame || i !== j) sum += Math.exp(-2 * Math.max(0, norm + right[j]! - 2 * products[j]!));
    }
    return sum;
  });
}

const squaredNorms = ({ rows, columns, values }: Matrix): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) =>
    values.subarray(i * columns, (i + 1) * columns).reduce((sum, value) => sum + value * value, 0),
  );
