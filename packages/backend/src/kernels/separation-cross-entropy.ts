import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';
import { crossEntropyWithDiagonal } from './cross-entropy-with-diagonal';
import { diagonalMatrix } from './diagonal';
import { differentiable } from './differentiable';

/** What separates rows of one modality; all are [n, n] but the pairs, [n]. */
export interface Separation {
  readonly similarities: Tensor2D;
  /** Counts as given: it has no gradient. */
  readonly distances: Tensor2D;
  readonly pairs: Tensor1D;
  readonly scale: Scalar;
}

/**
 * CE(s (K ∘ D + diag(p))) of similarities K, distances D, pairs p and scale s: cross-entropy as in
 * `crossEntropyWithDiagonal`, with p_i among the similarities of row i. Stable for logits of any size.
 */
export function separationCrossEntropy({ similarities, distances, pairs, scale }: Separation): Scalar {
  const native = customOps();
  if (!native) {
    const entries = tf.add<Tensor2D>(tf.mul(similarities, distances), diagonalMatrix(pairs));
    return crossEntropyWithDiagonal(tf.mul(scale, entries));
  }
  const inputs: Tensor[] = [similarities, distances, pairs, scale];
  return differentiable<Scalar>([similarities, pairs, scale], {
    forward: (save) => {
      save(inputs);
      return native.executeSingleOutput('AlignclipSeparation', [], inputs) as Scalar;
    },
    backward: (gradient, saved) =>
      native.executeMultipleOutputs('AlignclipSeparationGrad', [], [...saved, gradient], 3),
  });
}
