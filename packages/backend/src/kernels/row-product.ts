import type { Tensor1D, Tensor2D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { productPrecision } from '../precision';
import { tf } from '../tf';
import { type Differentiable, differentiable } from './differentiable';
import { type EagerBackend, eagerBackend } from './eager';
import { linear, matMul } from './mat-mul';

/**
 * x · kernel + bias, of which each row depends on that row of x alone, whatever the number of rows and of threads; its
 * gradients are plain products. Shapes: x [n, in], kernel [in, out], bias [out] → [n, out]. Where `rowsAreIndependent` is
 * false, and in bfloat16, it is `linear`.
 */
export function rowProduct(x: Tensor2D, kernel: Tensor2D, bias?: Tensor1D): Tensor2D {
  const native = customOps();
  if (!native || productPrecision() === 'bfloat16') return linear(x, kernel, bias);
  const product = differentiable([x, kernel], fused(native, x, kernel));
  return bias ? tf.add(product, bias) : product;
}

const fused = (native: EagerBackend, x: Tensor2D, kernel: Tensor2D): Differentiable<Tensor2D> => ({
  forward: (save) => {
    save([x, kernel]);
    return native.executeSingleOutput('AlignclipRowProduct', [], [x, kernel]) as Tensor2D;
  },
  backward: (gradient, saved) => {
    const [rows, weights] = saved as [Tensor2D, Tensor2D];
    return [matMul(gradient, weights, false, true), matMul(rows, gradient, true)];
  },
});

/**
 * Whether a row of `rowProduct` and `shiftedAttention` has the same bits in every company. Not so on native TensorFlow
 * without our own operations: its products choose instructions and order by the number of rows and of threads.
 */
export const rowsAreIndependent = (): boolean => eagerBackend() === undefined || customOps() !== undefined;
