import { tf } from '../tf';
import type { Tensor2D } from '@alignclip/core';

const masks = new Map<number, Float32Array>();

/** What a causal softmax adds to its scores: 0 up to the diagonal, −10⁹ above it. Shape [tokens, tokens]. */
export function causalMask(tokens: number): Tensor2D {
  let values = masks.get(tokens);
  if (!values) {
    values = Float32Array.from({ length: tokens * tokens }, (_, index) =>
      index % tokens > Math.floor(index / tokens) ? -1e9 : 0,
    );
    masks.set(tokens, values);
  }
  return tf.tensor2d(values, [tokens, tokens]);
}
