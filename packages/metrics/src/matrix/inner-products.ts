import type { Matrix } from '@alignclip/core';

/** The inner product of row `i` of `a` and row `j` of `b`, summed in order in float64. */
export function innerProduct(a: Matrix, i: number, b: Matrix, j: number): number {
  const left = i * a.columns;
  const right = j * b.columns;
  let sum = 0;
  for (let k = 0; k < a.columns; k += 1) sum += a.values[left + k]! * b.values[right + k]!;
  return sum;
}

/** ⟨a_i, b_j⟩ for every row j of `b`, written to `into` [b.rows]; bit-equal to `innerProduct`. */
export function innerProducts(a: Matrix, i: number, b: Matrix, into: Float64Array): Float64Array {
  const { columns } = a;
  const x = a.values.subarray(i * columns, (i + 1) * columns);
  const y = b.values;
  const fours = b.rows - (b.rows % 4);
  for (let j = 0; j < fours; j += 4) {
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    let [p0, p1, p2, p3] = [j * columns, (j + 1) * columns, (j + 2) * columns, (j + 3) * columns];
    for (let k = 0; k < columns; k += 1) {
      const value = x[k]!;
      s0 += value * y[p0++]!;
      s1 += value * y[p1++]!;
      s2 += value * y[p2++]!;
      s3 += value * y[p3++]!;
    }
    into[j] = s0;
    into[j + 1] = s1;
    into[j + 2] = s2;
    into[j + 3] = s3;
  }
  for (let j = fours; j < b.rows; j += 1) into[j] = innerProduct(a, i, b, j);
  return into;
}

/** √Σ x_k² in float64. */
export function euclideanNorm(values: ArrayLike<number>): number {
  let squares = 0;
  for (let k = 0; k < values.length; k += 1) squares += values[k]! * values[k]!;
  return Math.sqrt(squares);
}
