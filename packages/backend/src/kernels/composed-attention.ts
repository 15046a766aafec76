import type { Tensor2D, Tensor3D, Tensor4D } from '@alignclip/core';
import type { Precision } from '../precision';
import { tf } from '../tf';
import { roundedToBfloat16 } from './bfloat16-product';
import type { AttentionShape } from './branches';
import { causalMask } from './tensorflow-attention';

/** softmax(q kᵀ / √(head width) + shift) v by tfjs's operations, outside the tape; shapes as in `shiftedAttention`. */
export function weightedValues(qkv: Tensor2D, shape: AttentionShape, precision: Precision, shift?: Tensor3D): Tensor2D {
  const times = batchedProductIn(precision);
  const [query, key, value] = unpack(qkv, shape);
  return joinHeads(times(probabilities(query, key, shape, times, shift), value));
}

/** The gradients of the packed matrix and of the scores, [batch, heads, tokens, tokens]. */
export function attentionGradients(
  qkv: Tensor2D,
  gradient: Tensor2D,
  shape: AttentionShape,
  precision: Precision,
  shift?: Tensor3D,
) {
  const times = batchedProductIn(precision);
  const [query, key, value] = unpack(qkv, shape);
  const weights = probabilities(query, key, shape, times, shift); // [batch, heads, tokens, tokens]
  const outer = splitHeads(gradient, shape);
  const dWeights = times(outer, swap(value));
  const inner = tf.sub(dWeights, tf.sum(tf.mul(dWeights, weights), -1, true));
  const scores = tf.mul<Tensor4D>(weights, inner);
  const dScores = tf.mul<Tensor4D>(scores, 1 / Math.sqrt(query.shape[3]));
  const parts: Tensor4D[] = [times(dScores, key), times(swap(dScores), query), times(swap(weights), outer)];
  return { packed: tf.concat(parts.map(joinHeads), 1), scores };
}

type BatchedProduct = (a: Tensor4D, b: Tensor4D) => Tensor4D;

/** Products of matrices, one for each head of each example, operands as the precision has them. */
function batchedProductIn(precision: Precision): BatchedProduct {
  if (precision === 'float32') return (a, b) => tf.matMul(a, b);
  return (a, b) => tf.matMul(roundedToBfloat16(a), roundedToBfloat16(b));
}

function probabilities(
  query: Tensor4D,
  key: Tensor4D,
  { tokens, causal }: AttentionShape,
  times: BatchedProduct,
  shift?: Tensor3D,
): Tensor4D {
  const plain = tf.mul<Tensor4D>(times(query, swap(key)), 1 / Math.sqrt(query.shape[3]));
  const scores = shift ? tf.add<Tensor4D>(plain, shift) : plain;
  return tf.softmax(causal ? tf.add<Tensor4D>(scores, causalMask(tokens)) : scores);
}

function unpack(qkv: Tensor2D, shape: AttentionShape): [Tensor4D, Tensor4D, Tensor4D] {
  const [query, key, value] = tf.split(qkv, 3, 1) as [Tensor2D, Tensor2D, Tensor2D];
  return [splitHeads(query, shape), splitHeads(key, shape), splitHeads(value, shape)];
}

/** [batch · tokens, w] → [batch, heads, tokens, w / heads]. */
function splitHeads(rows: Tensor2D, { batch, tokens, heads }: AttentionShape): Tensor4D {
  return tf.transpose(tf.reshape(rows, [batch, tokens, heads, rows.shape[1] / heads]), [0, 2, 1, 3]);
}

/** [batch, heads, tokens, d] → [batch · tokens, heads · d]. */
function joinHeads(heads: Tensor4D): Tensor2D {
  const [batch, count, tokens, width] = heads.shape;
  return tf.reshape(tf.transpose(heads, [0, 2, 1, 3]), [batch * tokens, count * width]);
}

/** The last two axes swapped; explicit, because wasm products with transposed operands are slow. */
function swap(matrices: Tensor4D): Tensor4D {
  return tf.transpose(matrices, [0, 1, 3, 2]);
}
