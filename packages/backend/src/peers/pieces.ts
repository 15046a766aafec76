import type { Tensor, Tensor1D } from '@alignclip/core';
import { tf } from '../tf';

/** [start, length] of the pieces of a list. */
export function piecesOf(length: number, atMost: number): [number, number][] {
  const starts = Array.from({ length: Math.ceil(length / atMost) }, (_, i) => i * atMost);
  return starts.map((start) => [start, Math.min(atMost, length - start)]);
}

/** One tensor of the pieces. */
export const joined = (parts: readonly Tensor[], axis: number): Tensor =>
  parts.length === 1 ? parts[0]! : tf.concat([...parts], axis);

/** The ranks with their bits in reverse: which piece each worker has after recursive halving. */
export function mirrored(size: number): Tensor1D {
  const bits = Math.log2(size);
  const mirror = (rank: number): number =>
    Array.from({ length: bits }, (_, i) => ((rank >> i) & 1) << (bits - 1 - i)).reduce((sum, bit) => sum + bit, 0);
  return tf.tensor1d(
    Array.from({ length: size }, (_, rank) => mirror(rank)),
    'int32',
  );
}
