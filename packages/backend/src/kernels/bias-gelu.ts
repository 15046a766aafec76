import { tf } from '../tf';
import type { Tensor1D, Tensor2D } from '@alignclip/core';
import { differentiable } from './differentiable';
import { cumulative, geluDerivative } from './gelu';
import { sumRows } from './linear';

/** Exact GELU of x + bias. Shapes: x [n, d], bias [d] → [n, d]. */
export function biasGelu(x: Tensor2D, bias: Tensor1D): Tensor2D {
  return differentiable([x, bias], {
    forward: (save) => {
      const shifted = tf.add<Tensor2D>(x, bias);
      save([shifted]);
      return tf.mul(shifted, cumulative(shifted));
    },
    backward: (gradient, saved) => {
      const dx = tf.mul<Tensor2D>(gradient, geluDerivative(saved[0] as Tensor2D));
      return [dx, sumRows(dx)];
    },
  });
}
