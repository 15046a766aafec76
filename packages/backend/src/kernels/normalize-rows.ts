import { tf } from '../tf';
import type { Tensor2D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { type Differentiable, differentiable } from './differentiable';
import { type EagerBackend, eagerBackend } from './eager';

const smallestNorm = 1e-12;

/** Rows of unit length: x / max(‖x‖, 10⁻¹²). Shapes: [n, d] → [n, d]. */
export function normalizeRows(x: Tensor2D): Tensor2D {
  const native = customOps();
  return differentiable([x], native ? fused(native, x) : eagerBackend() ? onTensorflow(x) : composed(x));
}

function fused(native: EagerBackend, x: Tensor2D): Differentiable<Tensor2D> {
  return {
    forward: (save) => {
      save([x]);
      return native.executeSingleOutput('AlignclipNormalizeRows', [], [x]) as Tensor2D;
    },
    backward: (gradient, saved) => [native.executeSingleOutput('AlignclipNormalizeRowsGrad', [], [...saved, gradient])],
  };
}

/**
 * With fewer operations, by the square of the norm. A row that is shorter than 10⁻¹² and not zero gets the gradient of one
 * that isn't clamped.
 */
const onTensorflow = (x: Tensor2D): Differentiable<Tensor2D> => ({
  forward: (save) => {
    const square = tf.sum<Tensor2D>(tf.square(x), 1, true); // [n, 1]
    const inverse = tf.rsqrt<Tensor2D>(tf.maximum(square, smallestNorm ** 2));
    const unit = tf.mul<Tensor2D>(x, inverse);
    save([unit, inverse]);
    return unit;
  },
  backward: (gradient, [unit, inverse]) => {
    const radial = tf.sum(tf.mul(gradient, unit!), 1, true);
    return [tf.mul(tf.sub(gradient, tf.mul(unit!, radial)), inverse!)];
  },
});

function composed(x: Tensor2D): Differentiable<Tensor2D> {
  return {
    forward: (save) => {
      const norm = tf.norm(x, 'euclidean', 1, true) as Tensor2D; // [n, 1]
      const unit = tf.div<Tensor2D>(x, tf.maximum(norm, smallestNorm));
      save([unit, norm]);
      return unit;
    },
    backward: (gradient, saved) => {
      const [unit, norm] = saved as [Tensor2D, Tensor2D];
      const radial = tf.sum(tf.mul(gradient, unit), 1, true);
      const varies = tf.cast(tf.greater(norm, smallestNorm), 'float32'); // a clamped norm is constant
      const tangent = tf.sub(gradient, tf.mul(unit, tf.mul(radial, varies)));
      return [tf.div(tangent, tf.maximum(norm, smallestNorm))];
    },
  };
}
