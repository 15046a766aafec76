import type { Matrix } from '@alignclip/core';
import { Matrix as Dense } from 'ml-matrix';
import { flat, multiplied, outer } from '../matrix/dense';
import { columnLines, products } from '../matrix/products';
import { oncePerPair } from '../gap/weighted';
import { meanRow } from '../matrix/rows';
import { symmetricEigen } from '../matrix/symmetric-eigen';

/** Mean and covariance of rows, in float64. */
export interface Moments {
  readonly rows: number;
  /** [d] */
  readonly mean: Float64Array;
  /** Divided by N, [d, d]. */
  readonly covariance: Dense;
}

/** Of all rows, once for each matrix as long as it lives; the matrix must not be changed. Memory d² beside the input. */
export const momentsOf: (matrix: Matrix) => Moments = oncePerMatrix((matrix) => {
  const mean = meanRow(matrix);
  return { rows: matrix.rows, mean, covariance: crossProducts(matrix, mean, matrix, mean) };
});

/** mean (a_i − μ_a)(b_i − μ_b)ᵀ, [d, d]; row i of both is a pair. */
export function crossProducts(a: Matrix, ofA: Float64Array, b: Matrix, ofB: Float64Array): Dense {
  const left = columnLines(a, ofA);
  const sums = products(left, a === b && ofA === ofB ? left : columnLines(b, ofB), a.rows);
  return Dense.from1DArray(a.columns, b.columns, sums).div(a.rows);
}

/** Covariance of images with their texts, once for each two matrices. */
export const jointCovariance: (image: Matrix, text: Matrix) => Dense = oncePerPair((image, text) =>
  crossProducts(image, momentsOf(image).mean, text, momentsOf(text).mean),
);

/** Eigenvalues of a symmetric matrix from the largest, and their unit eigenvectors as columns. */
export interface Spectrum {
  readonly values: Float64Array; // [d]
  readonly vectors: Dense; // [d, d]
}

export function spectrumOf(symmetric: Dense): Spectrum {
  const { values, vectors } = symmetricEigen(flat(symmetric), symmetric.rows);
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]!);
  const lines = Dense.from1DArray(symmetric.rows, symmetric.rows, vectors);
  return { values: Float64Array.from(order, (at) => values[at]!), vectors: lines.subMatrixRow(order).transpose() };
}

/** Of a covariance, once for each as long as it lives. */
export const covarianceSpectrum: (covariance: Dense) => Spectrum = oncePerMatrix(spectrumOf);

/** Of the second moment mean x xᵀ, not centred, once for each matrix as long as it lives. */
export const secondMomentSpectrum: (matrix: Matrix) => Spectrum = oncePerMatrix((matrix) => {
  const { covariance, mean } = momentsOf(matrix);
  return spectrumOf(Dense.add(covariance, outer(mean, mean)));
});

/** f(A) of a symmetric matrix: f on the eigenvalues, where those below 0 by rounding count as 0. */
export function ofSpectrum({ values, vectors }: Spectrum, f: (value: number) => number): Dense {
  const scaled = vectors.clone();
  values.forEach((value, k) => scaled.mulColumn(k, f(Math.max(0, value))));
  return multiplied(scaled, vectors.transpose());
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
