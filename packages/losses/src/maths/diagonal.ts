import { tf } from '@alignclip/backend';
import type { Tensor1D, Tensor2D } from '@alignclip/core';

/** diag(values): zeros off the diagonal, [N] → [N, N]. */
export const diagonalMatrix = (values: Tensor1D): Tensor2D => tf.mul(tf.eye(values.size), tf.expandDims(values, 1));

/** Ones off the diagonal, zeros on it, [N, N]. */
export const offDiagonalOnes = (n: number): Tensor2D => tf.sub(1, tf.eye(n));
