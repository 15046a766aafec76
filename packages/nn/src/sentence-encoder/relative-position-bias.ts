import { embeddingLookup, tf } from '@alignclip/backend';
import type { Tensor2D, Tensor3D } from '@alignclip/core';

const farthest = 128;

/**
 * The bucket of a key `distance` tokens after its query: half of the buckets for each direction, half of those for
 * single distances, the rest logarithmic up to 128 (T5, Raffel et al. 2020, section 2.1; MPNet uses the same).
 */
export function relativePositionBucket(distance: number, buckets: number): number {
  const perDirection = Math.floor(buckets / 2);
  const exact = Math.floor(perDirection / 2);
  const offset = distance > 0 ? perDirection : 0;
  const length = Math.abs(distance);
  if (length < exact) return offset + length;
  const share = Math.fround(Math.log(length / exact)) / Math.log(farthest / exact);
  return offset + Math.min(perDirection - 1, exact + Math.floor(Math.fround(share * (perDirection - exact))));
}

/** The bias that MPNet adds to the attention scores. Shapes: table [buckets, heads] → [heads, tokens, tokens]. */
export function relativePositionBias(table: Tensor2D, tokens: number): Tensor3D {
  const [buckets, heads] = table.shape;
  const ids = new Int32Array(tokens * tokens);
  for (let query = 0; query < tokens; query++) {
    for (let key = 0; key < tokens; key++) ids[query * tokens + key] = relativePositionBucket(key - query, buckets);
  }
  const values = embeddingLookup(table, tf.tensor1d(ids, 'int32')); // [tokens * tokens, heads]
  return tf.reshape(tf.transpose(values), [heads, tokens, tokens]);
}
