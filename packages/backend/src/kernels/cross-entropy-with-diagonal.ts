import { tf } from '../tf';
import type { Scalar, Tensor1D, Tensor2D } from '@alignclip/core';
import { UserError } from '@alignclip/core';
import { differentiable } from './differentiable';

/**
 * Mean over rows of −log softmax(row i)[i]: the cross-entropy whose targets are the diagonal.
 * Shape: logits [n, n]; stable for logits of any size.
 * @throws UserError where the matrix isn't square.
 */
export function crossEntropyWithDiagonal(logits: Tensor2D): Scalar {
  const [n, columns] = logits.shape;
  if (n !== columns) throw new UserError(`crossEntropyWithDiagonal: logits of shape [${n}, ${columns}] are not square`);
  return differentiable<Scalar>([logits], {
    forward: (save) => {
      const shifted = tf.sub<Tensor2D>(logits, tf.max(logits, 1, true));
      const exponentials = tf.exp(shifted);
      const total = tf.sum(exponentials, 1, true); // [n, 1]
      save([tf.div(exponentials, total)]);
      return tf.mean(tf.sub(tf.log(tf.squeeze(total, [1])), diagonal(shifted)));
    },
    backward: (gradient, saved) => {
      const identity = tf.oneHot(tf.range(0, n, 1, 'int32'), n) as Tensor2D;
      return [tf.mul(tf.sub(saved[0] as Tensor2D, tf.cast(identity, 'float32')), tf.div(gradient, n))];
    },
  });
}

function diagonal(square: Tensor2D): Tensor1D {
  const n = square.shape[0];
  return tf.gather(tf.reshape(square, [n * n]), tf.range(0, n * n, n + 1, 'int32'));
}
