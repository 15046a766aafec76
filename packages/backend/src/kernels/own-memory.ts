import type { Tensor } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';
import { dataType, type EagerBackend } from './eager';

/** Data of tensors whose memory our operations made, in contrast to arrays of JavaScript and constants that are kept. */
const own = new WeakSet<object>();

/** Marks outputs of our operations. */
export function markOwn(tensors: readonly Tensor[]): void {
  for (const { dataId } of tensors) own.add(dataId);
}

/**
 * Whether an operation may write over the tensor where nobody reads it afterwards: its memory is our own, and no other
 * tensor of tfjs stands on it. What TensorFlow shares, the operation has to see for itself.
 */
export const isOwn = (native: EagerBackend, { dataId }: Tensor): boolean =>
  own.has(dataId) && native.refCount(dataId) === 1;

/** A copy of float32 numbers in memory that a step may write over; where our operations don't run, the tensor itself. */
export function inOwnMemory(x: Tensor): Tensor {
  const native = customOps();
  if (!native) return x;
  const copy = native.executeSingleOutput('DeepCopy', [dataType('T', 'float32')], [x]);
  markOwn([copy]);
  return copy;
}

/** Zeros in the shape of `x`, in memory that a step may write over. */
export function ownZeros(x: Tensor): Tensor {
  const zeros = tf.zerosLike(x);
  if (customOps()) markOwn([zeros]);
  return zeros;
}
