import { tf } from '../tf';
import type { Tensor1D, Tensor2D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { type Differentiable, differentiable } from './differentiable';
import type { EagerBackend } from './eager';
import { cumulative, geluDerivative } from './gelu';
import { sumRows } from './linear';

/** Exact GELU of x + bias. Shapes: x [n, d], bias [d] → [n, d]. */
export function biasGelu(x: Tensor2D, bias: Tensor1D): Tensor2D {
  const native = customOps();
  return differentiable([x, bias], native ? fused(native, x, bias) : composed(x, bias));
}

function fused(native: EagerBackend, x: Tensor2D, bias: Tensor1D): Differentiable<Tensor2D> {
  return {
    forward: (save) => {
      save([x, bias]);
      return native.executeSingleOutput('AlignclipBiasGelu', [], [x, bias]) as Tensor2D;
    },
    backward: (gradient, saved) =>
      native.executeMultipleOutputs('AlignclipBiasGeluGrad', [], [...saved, gradient], 3).slice(0, 2),
  };
}

function composed(x: Tensor2D, bias: Tensor1D): Differentiable<Tensor2D> {
  return {
    forward: (save) => {
      const shifted = tf.add<Tensor2D>(x, bias);
      save([shifted]);
      return tf.mul(shifted, cumulative(shifted));
    },
    backward: (gradient, saved) => {
      const dx = tf.mul<Tensor2D>(gradient, geluDerivative(saved[0] as Tensor2D));
      return [dx, sumRows(dx)];
    },
  };
}
