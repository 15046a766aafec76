import type { Tensor1D, Tensor2D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';
import { eagerBackend } from './eager';
import { linear } from './mat-mul';

/**
 * x · kernel + bias, of which each row depends on that row of x alone, whatever the number of rows and of threads; without
 * gradient. Shapes: x [n, in], kernel [in, out], bias [out] → [n, out]. Where `rowsAreIndependent` is false, it is `linear`.
 */
export function rowProduct(x: Tensor2D, kernel: Tensor2D, bias?: Tensor1D): Tensor2D {
  const native = customOps();
  if (!native) return linear(x, kernel, bias);
  const product = native.executeSingleOutput('AlignclipRowProduct', [], [x, kernel]) as Tensor2D;
  return bias ? tf.add(product, bias) : product;
}

/**
 * Whether a row of `rowProduct` and `shiftedAttention` has the same bits in every company. Not so on native TensorFlow
 * without our own operations: its products choose instructions and order by the number of rows and of threads.
 */
export const rowsAreIndependent = (): boolean => eagerBackend() === undefined || customOps() !== undefined;
