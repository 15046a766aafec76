import { tf } from '@alignclip/backend';
import type { Tensor2D, Tensor4D } from '@alignclip/core';

/** Added to the score of a pair that is hidden. */
const hidden = -1e9;

/**
 * What is added to attention scores of texts with a class token behind them in the published CoCa, [N, 1, T, T]: later
 * places are hidden, and so is each place after a padding id (0), where the class token's own belongs. Thus it sees the place
 * after the text, and itself in a full context only. Source: open_clip 3.3, TextTransformer without correct_cls_mask.
 */
export function legacyMask(ids: Tensor2D): Tensor4D {
  const [batch, tokens] = ids.shape;
  const isText = tf.cast(tf.notEqual(tf.slice(ids, [0, 0], [batch, tokens - 1]), tf.scalar(0, 'int32')), 'float32');
  const seen = tf.concat([tf.ones([batch, 1]), isText], 1); // [N, T], by key
  const places = tf.range(0, tokens, 1, 'int32');
  const later = tf.cast(tf.greater(tf.expandDims(places, 0), tf.expandDims(places, 1)), 'float32'); // [T, T]
  const keys = tf.reshape(tf.sub(1, seen), [batch, 1, 1, tokens]);
  return tf.mul<Tensor4D>(tf.maximum(keys, later), hidden);
}
