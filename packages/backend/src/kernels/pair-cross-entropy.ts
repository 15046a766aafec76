import type { Scalar, Tensor, Tensor2D } from '@alignclip/core';
import { UserError } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';
import { crossEntropyWithDiagonal } from './cross-entropy-with-diagonal';
import { type Differentiable, differentiable } from './differentiable';
import type { EagerBackend } from './eager';

/**
 * CE(s K) + CE(s Kᵀ), not halved: each row among the columns and each column among the rows, cross-entropy as in
 * `crossEntropyWithDiagonal`. Shapes: similarities K [n, n], scale s one number; stable for logits of any size.
 * @throws UserError where the matrix isn't square.
 */
export function pairCrossEntropy(similarities: Tensor2D, scale: Scalar): Scalar {
  const [n, columns] = similarities.shape;
  if (n !== columns) throw new UserError(`pairCrossEntropy: similarities of shape [${n}, ${columns}] are not square`);
  const native = customOps();
  if (native) return differentiable([similarities, scale], fused(native, similarities, scale));
  const logits = tf.mul<Tensor2D>(scale, similarities);
  return tf.add(crossEntropyWithDiagonal(logits), crossEntropyWithDiagonal(tf.transpose(logits)));
}

function fused(native: EagerBackend, similarities: Tensor2D, scale: Scalar): Differentiable<Scalar> {
  return {
    forward: (save) => {
      const inputs: Tensor[] = [similarities, scale];
      const [loss, lines] = native.executeMultipleOutputs('AlignclipPairCrossEntropy', [], inputs, 2);
      save([...inputs, lines!]);
      return loss as Scalar;
    },
    backward: (gradient, saved) =>
      native.executeMultipleOutputs('AlignclipPairCrossEntropyGrad', [], [...saved, gradient], 2),
  };
}
