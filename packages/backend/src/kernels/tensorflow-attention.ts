import type { Tensor, Tensor2D, Tensor4D } from '@alignclip/core';
import { neverChanging } from '../kept-constants';
import type { Precision } from '../precision';
import { tf } from '../tf';
import { bfloat16Form, roundedToBfloat16 } from './bfloat16-product';
import type { AttentionShape } from './branches';
import { castOperation } from './cast-operation';
import { dataType, type EagerBackend, int, string } from './eager';

/** Mixed values, [batch · tokens, w], with what their gradient needs. */
export interface Attended {
  readonly mixed: Tensor2D;
  readonly saved: Tensor[];
}

/**
 * softmax(q kᵀ / √(head width)) v on TensorFlow's own operations, which transpose inside `Einsum`. Shapes: packed
 * [batch · tokens, 3w] with q, k and v side by side. The probabilities are kept where they are not larger than `packed`.
 * Queries are scaled before the product with the keys; in bfloat16, where that would be another rounding, the scores are.
 */
export function attend(native: EagerBackend, packed: Tensor2D, shape: AttentionShape, precision: Precision): Attended {
  const { batch, tokens, heads } = shape;
  const size = packed.shape[1] / (3 * heads);
  const parts = tf.unstack(tf.reshape(packed, [batch, tokens, 3, heads, size]), 2) as [Tensor4D, Tensor4D, Tensor4D];
  const [query, key, value] = parts;
  const einsum = einsumIn(native, precision);
  const scaled = precision === 'float32' ? tf.mul<Tensor4D>(query, size ** -0.5) : query;
  const weights = probabilities(einsum, scaled, key, shape, precision);
  const mixed = einsum('bhqk,bkhd->bqhd', weights, value);
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
  precision: Precision,
): Tensor2D {
  const { batch, tokens, heads } = shape;
  const einsum = einsumIn(native, precision);
  const [scaled, key, value, kept] = saved as [Tensor4D, Tensor4D, Tensor4D, Tensor4D?];
  const size = value.shape[3];
  const weights = kept ?? probabilities(einsum, scaled, key, shape, precision); // [batch, heads, tokens, tokens]
  const outer = tf.reshape<tf.Rank.R4>(dMixed, [batch, tokens, heads, size]);
  const dWeights = einsum('bqhd,bkhd->bhqk', outer, value);
  const shares = tf.mul(weights, dWeights);
  const dPlain = tf.sub<Tensor4D>(shares, tf.mul(weights, tf.sum(shares, -1, true)));
  const dScores = precision === 'float32' ? dPlain : tf.mul<Tensor4D>(dPlain, size ** -0.5);
  const dScaled = einsum('bhqk,bkhd->bqhd', dScores, key);
  const dQuery = precision === 'float32' ? tf.mul<Tensor4D>(dScaled, size ** -0.5) : dScaled;
  const dKey = einsum('bhqk,bqhd->bkhd', dScores, scaled);
  const dValue = einsum('bhqk,bqhd->bkhd', weights, outer);
  return tf.reshape(tf.stack([dQuery, dKey, dValue], 2), [batch * tokens, 3 * heads * size]);
}

type Einsum = (equation: string, a: Tensor4D, b: Tensor4D) => Tensor4D;

function probabilities(
  einsum: Einsum,
  scaled: Tensor4D,
  key: Tensor4D,
  shape: AttentionShape,
  precision: Precision,
): Tensor4D {
  const product = einsum('bqhd,bkhd->bhqk', scaled, key);
  const scores = precision === 'float32' ? product : tf.mul<Tensor4D>(product, key.shape[3] ** -0.5);
  return tf.softmax(shape.causal ? tf.add<Tensor4D>(scores, causalMask(shape.tokens)) : scores);
}

function einsumIn(native: EagerBackend, precision: Precision): Einsum {
  const attributes = (equation: string) => [string('equation', equation), int('N', 2)];
  const plain: Einsum = (equation, a, b) =>
    native.executeSingleOutput('Einsum', [...attributes(equation), dataType('T', 'float32')], [a, b]) as Tensor4D;
  if (precision === 'float32') return plain;
  if (bfloat16Form() === 'cast')
    return (equation, a, b) => castOperation(native, 'Einsum', attributes(equation), [a, b]) as Tensor4D;
  return (equation, a, b) => {
    const rounded = [roundedToBfloat16(a), roundedToBfloat16(b)] as [Tensor4D, Tensor4D];
    return plain(equation, ...rounded);
  };
}

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
