import { crossEntropyWithDiagonal, tf } from '@alignclip/backend';
import type { Scalar, Tensor2D } from '@alignclip/core';
import { cosines } from './cosines';

/** CE(s · I Tᵀ) + CE(s · T Iᵀ): each image among the texts and each text among the images, not halved. */
export function symmetricCrossEntropy(image: Tensor2D, text: Tensor2D, scale: Scalar): Scalar {
  const logits = tf.mul<Tensor2D>(scale, cosines(image, text)); // [N, N]
  return tf.add(crossEntropyWithDiagonal(logits), crossEntropyWithDiagonal(tf.transpose(logits)));
}
