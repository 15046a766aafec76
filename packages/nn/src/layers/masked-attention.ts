import { tf } from '@alignclip/backend';
import type { Tensor2D, Tensor4D } from '@alignclip/core';

export interface MaskedShape {
  readonly batch: number;
  readonly tokens: number;
  readonly heads: number;
  /** [batch, 1, tokens, tokens] */
  readonly mask: Tensor4D;
}

/**
 * Scaled dot-product attention with a mask of each sequence, added to the scores: query, key and value side by side, [batch *
 * tokens, 3w], to [batch * tokens, w]. Without a mask of its own per sequence,
 * `attention` of the backend is faster.
 */
export function maskedAttention(qkv: Tensor2D, { batch, tokens, heads, mask }: MaskedShape): Tensor2D {
  const width = qkv.shape[1] / 3;
  const [query, key, value] = tf.split(qkv, 3, 1).map((rows) => byHead(rows as Tensor2D, batch, tokens, heads)) as [
    Tensor4D,
    Tensor4D,
    Tensor4D,
  ];
  const scaled = tf.mul<Tensor4D>(query, (width / heads) ** -0.5);
  const scores = tf.add<Tensor4D>(tf.matMul(scaled, tf.transpose(key, [0, 1, 3, 2])), mask);
  const mixed = tf.matMul(tf.softmax(scores), value); // [batch, heads, tokens, w / heads]
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch * tokens, width]);
}

/** [batch * tokens, w] to [batch, heads, tokens, w / heads]. */
const byHead = (rows: Tensor2D, batch: number, tokens: number, heads: number): Tensor4D =>
  tf.transpose(tf.reshape<tf.Rank.R4>(rows, [batch, tokens, heads, -1]), [0, 2, 1, 3]);
