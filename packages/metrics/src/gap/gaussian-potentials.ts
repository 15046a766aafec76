import type { Matrix } from '@alignclip/core';
import { innerProducts } from '../matrix/inner-products';
import { remembered } from '../matrix/remembered';

/** Sums of exp(−2‖a_i − b_j‖²) over i ≠ j: for each row i of `a`, and for each row j of `b`. */
export interface GaussianPotentials {
  readonly ofRows: Float64Array; // [a.rows]
  readonly ofColumns: Float64Array; // [b.rows]
}

/** Computed once for the metrics that share it; `a` may be `b`. Rows are unit vectors up to float32 rounding. */
export const gaussianPotentials: (a: Matrix, b: Matrix) => GaussianPotentials = remembered((a, b) => {
  const left = squaredNorms(a);
  const right = squaredNorms(b);
  const products = new Float64Array(b.rows);
  const ofRows = new Float64Array(a.rows);
  const ofColumns = new Float64Array(b.rows);
  for (let i = 0; i < a.rows; i += 1) {
    innerProducts(a, i, b, products);
    for (let j = 0; j < b.rows; j += 1) {
      if (i === j) continue;
      const potential = Math.exp(-2 * Math.max(0, left[i]! + right[j]! - 2 * products[j]!));
      ofRows[i]! += potential;
      ofColumns[j]! += potential;
    }
  }
  return { ofRows, ofColumns };
});

const squaredNorms = ({ rows, columns, values }: Matrix): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) =>
    values.subarray(i * columns, (i + 1) * columns).reduce((sum, value) => sum + value * value, 0),
  );
