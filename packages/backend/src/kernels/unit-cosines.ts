import type { Tensor2D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';

/** Cosines of all pairs of unit rows, rounding beyond [−1, 1] clipped; without a gradient. Shapes: [n, d] → [n, n]. */
export function unitCosines(x: Tensor2D): Tensor2D {
  const native = customOps();
  if (native) return native.executeSingleOutput('AlignclipUnitCosines', [], [x]) as Tensor2D;
  return tf.tidy(() => tf.clipByValue(tf.matMul(x, x, false, true), -1, 1));
}
