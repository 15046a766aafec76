import { tf } from '@alignclip/backend';
import type { Scalar, Tensor2D } from '@alignclip/core';
import { cosines } from './cosines';
import { offDiagonalLogSumExp } from './off-diagonal-log-sum-exp';

/**
 * log of the mean over i ≠ j of exp(−t ‖x_i − y_j‖²) for unit rows, where ‖x_i − y_j‖² = 2 − 2⟨x_i,y_j⟩.
 * In [−4t, 0]: lower is more uniform.
 */
export function logMeanPotential(x: Tensor2D, y: Tensor2D, t: number): Scalar {
  const n = x.shape[0];
  const total = tf.logSumExp(offDiagonalLogSumExp(tf.mul(2 * t, cosines(x, y))));
  return tf.sub(total, 2 * t + Math.log(n * (n - 1)));
}
