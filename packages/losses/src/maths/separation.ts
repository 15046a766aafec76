import { crossEntropyWithDiagonal, tf } from '@alignclip/backend';
import type { Scalar, Tensor1D, Tensor2D } from '@alignclip/core';
import { diagonalMatrix } from './diagonal';
import { offDiagonalLogSumExp } from './off-diagonal-log-sum-exp';

/** CE(s · (A + diag(p))): the pair p_i among the similarities A of row i, zero on the diagonal. ≥ 0. */
export const separationWithPair = (similarities: Tensor2D, pairs: Tensor1D, scale: Scalar): Scalar =>
  crossEntropyWithDiagonal(tf.mul(scale, tf.add(similarities, diagonalMatrix(pairs))));

/** log Σ_{j≠i} exp(s · A_ij) − s · p_i of each row, [N]: the pair is not in the denominator. Can be negative. */
export const separationWithoutPair = (similarities: Tensor2D, pairs: Tensor1D, scale: Scalar): Tensor1D =>
  tf.sub(offDiagonalLogSumExp(tf.mul(scale, similarities)), tf.mul(scale, pairs));
