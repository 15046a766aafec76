import type { Tensor1D, Tensor2D } from '@alignclip/core';
import { tf } from '../tf';
import { differentiable } from './differentiable';
import { dataType, eagerBackend } from './eager';

/** diag(values): zeros off the diagonal, [n] → [n, n]. */
export function diagonalMatrix(values: Tensor1D): Tensor2D {
  return differentiable<Tensor2D>([values], {
    forward: () =>
      (eagerBackend()?.executeSingleOutput('MatrixDiag', [dataType('T', 'float32')], [values]) ??
        tf.mul(tf.eye(values.size), tf.expandDims(values, 1))) as Tensor2D,
    backward: (gradient) => [diagonalOf(gradient)],
  });
}

/** The diagonal of a square matrix, [n, n] → [n]; outside the tape. */
function diagonalOf(square: Tensor2D): Tensor1D {
  const n = square.shape[0];
  return (eagerBackend()?.executeSingleOutput('MatrixDiagPart', [dataType('T', 'float32')], [square]) ??
    tf.gather(tf.reshape(square, [n * n]), tf.range(0, n * n, n + 1, 'int32'))) as Tensor1D;
}
