import type { Matrix } from '@alignclip/core';
import { EigenvalueDecomposition, Matrix as Dense } from 'ml-matrix';
import { meanRow } from '../matrix/rows';

/** Mean and covariance of rows, in float64. */
export interface Moments {
  readonly rows: number;
  /** [d] */
  readonly mean: Float64Array;
  /** Divided by N, [d, d]. */
  readonly covariance: Dense;
}

/** Rows of a block whose outer products are summed together, so that they stay in the cache. */
const block = 64;

/** Of all rows, once for each matrix as long as it lives; the matrix must not be changed. Memory d² beside the input. */
export const momentsOf: (matrix: Matrix) => Moments = oncePerMatrix((matrix) => {
  const mean = meanRow(matrix);
  return { rows: matrix.rows, mean, covariance: crossProducts(matrix, mean, matrix, mean) };
});

/** mean (a_i − μ_a)(b_i − μ_b)ᵀ, [d, d]; row i of both is a pair. */
export function crossProducts(a: Matrix, ofA: Float64Array, b: Matrix, ofB: Float64Array): Dense {
  const d = a.columns;
  const sums = new Float64Array(d * d);
  const [left, right] = [new Float64Array(block * d), new Float64Array(block * d)];
  for (let start = 0; start < a.rows; start += block) {
    const count = Math.min(block, a.rows - start);
    centred(a, ofA, start, count, left);
    centred(b, ofB, start, count, right);
    addProducts(left, right, count, d, sums);
  }
  return Dense.from1DArray(d, d, sums).div(a.rows);
}

/** Rows `start` … of a matrix minus `mean`, column by column: [d, block]. */
function centred({ columns, values }: Matrix, mean: Float64Array, start: number, count: number, into: Float64Array) {
  for (let i = 0; i < count; i += 1)
    for (let k = 0; k < columns; k += 1) into[k * block + i] = values[(start + i) * columns + k]! - mean[k]!;
}

/** sums[p, q] += Σ_i left[p, i] · right[q, i]; four columns at a time. */
function addProducts(left: Float64Array, right: Float64Array, count: number, d: number, sums: Float64Array): void {
  for (let p = 0; p < d; p += 1) {
    const x = left.subarray(p * block, p * block + count);
    const fours = d - (d % 4);
    for (let q = 0; q < fours; q += 4) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      let [b0, b1, b2, b3] = [q * block, (q + 1) * block, (q + 2) * block, (q + 3) * block];
      for (let i = 0; i < count; i += 1) {
        const value = x[i]!;
        s0 += value * right[b0++]!;
        s1 += value * right[b1++]!;
        s2 += value * right[b2++]!;
        s3 += value * right[b3++]!;
      }
      sums[p * d + q]! += s0;
      sums[p * d + q + 1]! += s1;
      sums[p * d + q + 2]! += s2;
      sums[p * d + q + 3]! += s3;
    }
    for (let q = fours; q < d; q += 1)
      for (let i = 0; i < count; i += 1) sums[p * d + q]! += x[i]! * right[q * block + i]!;
  }
}

/** Eigenvalues of a symmetric matrix from the largest, and their unit eigenvectors as columns. */
export interface Spectrum {
  readonly values: Float64Array; // [d]
  readonly vectors: Dense; // [d, d]
}

export function spectrumOf(symmetric: Dense): Spectrum {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  return {
    values: Float64Array.from(order, (at) => realEigenvalues[at]!),
    vectors: eigenvectorMatrix.subMatrixColumn(order),
  };
}

/** Of a covariance, once for each as long as it lives. */
export const covarianceSpectrum: (covariance: Dense) => Spectrum = oncePerMatrix(spectrumOf);

/** f(A) of a symmetric matrix: f on the eigenvalues, where those below 0 by rounding count as 0. */
export function ofSpectrum({ values, vectors }: Spectrum, f: (value: number) => number): Dense {
  const scaled = vectors.clone();
  values.forEach((value, k) => scaled.mulColumn(k, f(Math.max(0, value))));
  return scaled.mmul(vectors.transpose());
}

/** `compute`, called once for each object as long as it lives. */
function oncePerMatrix<From extends object, To>(compute: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, { readonly value: To }>();
  return (from) => {
    const found = known.get(from) ?? { value: compute(from) };
    known.set(from, found);
    return found.value;
  };
}
