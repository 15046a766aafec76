import { type Matrix, UserError } from '@alignclip/core';
import { EigenvalueDecomposition, Matrix as DenseMatrix } from 'ml-matrix';
import { checkMatrix } from '../matrix/check-matrix';
import { meanRow } from '../matrix/rows';

export interface PrincipalComponents {
  /** Coordinates of the rows along the axes, [N, components]. */
  readonly points: Matrix;
  /** Share of the variance along each axis, in [0, 1], descending. */
  readonly explained: readonly number[];
}

/**
 * Principal component analysis: the centred rows along the axes of largest variance. The sign of an axis makes its
 * largest loading positive, so that equal data give equal points. Throws UserError unless 1 ≤ components ≤ d.
 */
export function pca(matrix: Matrix, components: number): PrincipalComponents {
  checkMatrix(matrix);
  const { rows, columns, values } = matrix;
  if (!(Number.isInteger(components) && components >= 1 && components <= columns)) {
    throw new UserError(`principal components = ${components}: must be a whole number from 1 to ${columns}`);
  }
  const mean = meanRow(matrix);
  const centred = Float64Array.from(values, (value, at) => value - mean[at % columns]!); // [N, d]
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance(centred, columns), {
    assumeSymmetric: true,
  });
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const total = realEigenvalues.reduce((sum, value) => sum + Math.max(0, value), 0);
  const axes = order.slice(0, components).map((axis) => oriented(eigenvectorMatrix.getColumn(axis)));
  const points = new Float32Array(rows * components);
  for (let i = 0; i < rows; i += 1) {
    axes.forEach((axis, c) => {
      points[i * components + c] = axis.reduce((sum, value, k) => sum + value * centred[i * columns + k]!, 0);
    });
  }
  return {
    points: { rows, columns: components, values: points },
    explained: order.slice(0, components).map((axis) => (total > 0 ? Math.max(0, realEigenvalues[axis]!) / total : 0)),
  };
}

function covariance(centred: Float64Array, columns: number): DenseMatrix {
  const sums = DenseMatrix.zeros(columns, columns);
  for (let start = 0; start < centred.length; start += columns) {
    for (let a = 0; a < columns; a += 1) {
      const value = centred[start + a]!;
      for (let b = 0; b <= a; b += 1) sums.set(a, b, sums.get(a, b) + value * centred[start + b]!);
    }
  }
  for (let a = 0; a < columns; a += 1) for (let b = 0; b < a; b += 1) sums.set(b, a, sums.get(a, b));
  return sums;
}

function oriented(axis: readonly number[]): number[] {
  const largest = axis.reduce((max, value) => (Math.abs(value) > Math.abs(max) + 1e-12 ? value : max), 0);
  return axis.map((value) => (largest < 0 ? -value : value));
}
