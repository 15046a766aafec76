import { differentiable, tf } from '@alignclip/backend';
import { UserError, type Tensor1D, type Tensor2D } from '@alignclip/core';

/** Subtracted from what must not count; its exponential is exactly 0 in float32 beside any logit. */
const masked = 1e9;

/**
 * log Σ_{j≠i} exp(x_ij) of each row of a square matrix, [N, N] → [N]; stable for entries of any size below 1e8.
 * Its gradient is the softmax over the row without the diagonal.
 * @throws UserError for a batch of one, which has no j ≠ i.
 */
export function offDiagonalLogSumExp(x: Tensor2D): Tensor1D {
  const n = x.shape[0];
  if (n < 2) throw new UserError(`a batch of ${n} has no negatives: use a batch size of at least 2`);
  return differentiable<Tensor1D>([x], {
    forward(save) {
      const others = tf.sub<Tensor2D>(x, tf.mul(tf.eye(n), masked));
      const value = tf.logSumExp(others, 1, true); // [N, 1]
      save([tf.exp(tf.sub(others, value))]);
      return tf.squeeze(value, [1]);
    },
    backward: (gradient, [softmax]) => [tf.mul(tf.expandDims(gradient, 1), softmax!)],
  });
}
