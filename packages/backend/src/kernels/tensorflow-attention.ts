import type { Tensor, Tensor2D, Tensor4D } from '@alignclip/core';
import { neverChanging } from '../kept-constants';
import { tf } from '../tf';
import type { AttentionShape } from './branches';
import { dataType, type EagerBackend, int, string } from './eager';

/** Mixed values, [batch · tokens, w], with what their gradient needs. */
export interface Attended {
  readonly mixed: Tensor2D;
  readonly saved: Tensor[];
}

/**
 * softmax(q kᵀ / √(head width)) v on TensorFlow's own operations, which transpose inside `Einsum`. Shapes: packed
 * [batch · tokens, 3w] with q, k and v side by side. The probabilities are kept where they are not larger than `packed`.
 */
export function attend(native: EagerBackend, packed: Tensor2D, shape: AttentionShape): Attended {
  const { batch, tokens, heads } = shape;
  const size = packed.shape[1] / (3 * heads);
  const parts = tf.unstack(tf.reshape(packed, [batch, tokens, 3, heads, size]), 2) as [Tensor4D, Tensor4D, Tensor4D];
  const [query, key, value] = parts;
  const scaled = tf.mul<Tensor4D>(query, size ** -0.5);
  const weights = probabilities(native, scaled, key, shape);
  const mixed = einsum(native, 'bhqk,bkhd->bqhd', weights, value);
  const isSmall = heads * tokens <= packed.shape[1];
  return {
    mixed: tf.reshape(mixed, [batch * tokens, heads * size]),
    saved: [scaled, key, value, ...(isSmall ? [weights] : [])],
  };
}

/** The gradient of `packed`. */
export function attendedGradient(
  native: EagerBackend,
  dMixed: Tensor2D,
  saved: readonly Tensor[],
  shape: AttentionShape,
): Tensor2D {
  const { batch, tokens, heads } = shape;
  const [scaled, key, value, kept] = saved as [Tensor4D, Tensor4D, Tensor4D, Tensor4D?];
  const size = value.shape[3];
  const weights = kept ?? probabilities(native, scaled, key, shape); // [batch, heads, tokens, tokens]
  const outer = tf.reshape<tf.Rank.R4>(dMixed, [batch, tokens, heads, size]);
  const dWeights = einsum(native, 'bqhd,bkhd->bhqk', outer, value);
  const shares = tf.mul(weights, dWeights);
  const dScores = tf.sub<Tensor4D>(shares, tf.mul(weights, tf.sum(shares, -1, true)));
  const dQuery = tf.mul<Tensor4D>(einsum(native, 'bhqk,bkhd->bqhd', dScores, key), size ** -0.5);
  const dKey = einsum(native, 'bhqk,bqhd->bkhd', dScores, scaled);
  const dValue = einsum(native, 'bhqk,bqhd->bkhd', weights, outer);
  return tf.reshape(tf.stack([dQuery, dKey, dValue], 2), [batch * tokens, 3 * heads * size]);
}

function probabilities(native: EagerBackend, scaled: Tensor4D, key: Tensor4D, shape: AttentionShape): Tensor4D {
  const scores = einsum(native, 'bqhd,bkhd->bhqk', scaled, key);
  return tf.softmax(shape.causal ? tf.add<Tensor4D>(scores, causalMask(shape.tokens)) : scores);
}

const einsum = (native: EagerBackend, equation: string, a: Tensor4D, b: Tensor4D): Tensor4D =>
  native.executeSingleOutput(
    'Einsum',
    [string('equation', equation), int('N', 2), dataType('T', 'float32')],
    [a, b],
  ) as Tensor4D;

const masks = new Map<number, Float32Array>();

/** What a causal softmax adds to its scores: 0 up to the diagonal, −10⁹ above it. Shape [tokens, tokens]. */
export function causalMask(tokens: number): Tensor2D {
  let values = masks.get(tokens);
  if (!values) {
    values = neverChanging(
      Float32Array.from({ length: tokens * tokens }, (_, index) =>
        index % tokens > Math.floor(index / tokens) ? -1e9 : 0,
      ),
    );
    masks.set(tokens, values);
  }
  return tf.tensor2d(values, [tokens, tokens]);
}
