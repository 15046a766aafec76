import type { Tensor2D, Tensor1D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';
import { differentiable, type Differentiable } from './differentiable';
import type { EagerBackend } from './eager';
import { sumRows } from './mat-mul';

/** The exact Gaussian error linear unit x · Φ(x) = ½ x (1 + erf(x / √2)). Hendrycks & Gimpel, arXiv 1606.08415. */
export function gelu(x: Tensor2D): Tensor2D {
  return differentiable([x], {
    forward: (save) => {
      save([x]);
      return tf.mul(x, cumulative(x));
    },
    backward: (gradient, saved) => [tf.mul(gradient, geluDerivative(saved[0] as Tensor2D))],
  });
}

/** Φ(x) + x φ(x). */
function geluDerivative(x: Tensor2D): Tensor2D {
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.add(cumulative(x), tf.mul(x, density));
}

/** Φ(x), the normal distribution function. */
function cumulative(x: Tensor2D): Tensor2D {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
}

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

const slope = 1.702;

/** x · sigmoid(1.702 x), the activation of OpenAI's CLIP checkpoints. */
export function quickGelu(x: Tensor2D): Tensor2D {
  return differentiable([x], {
    forward: (save) => {
      save([x]);
      return tf.mul(x, tf.sigmoid(tf.mul(x, slope)));
    },
    backward: (gradient, [saved]) => {
      const input = saved as Tensor2D;
      const gate = tf.sigmoid(tf.mul(input, slope));
      const rise = tf.mul(tf.mul(input, slope), tf.sub(1, gate));
      return [tf.mul(gradient, tf.mul(gate, tf.add(rise, 1)))];
    },
  });
}

const [tanhSlope, cubic] = [Math.sqrt(2 / Math.PI), 0.044715];

/** ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), the approximation of GELU in JAX's models. Source: as `gelu`. */
export function tanhGelu(x: Tensor2D): Tensor2D {
  return differentiable([x], {
    forward: (save) => {
      save([x]);
      return tf.mul(tf.mul(x, 0.5), tf.add(bent(x), 1));
    },
    backward: (gradient, [saved]) => {
      const input = saved as Tensor2D;
      const tangent = bent(input);
      const inner = tf.mul(tf.add(tf.mul(tf.square(input), 3 * cubic), 1), tanhSlope);
      const rise = tf.mul(tf.mul(input, inner), tf.sub(1, tf.square(tangent)));
      return [tf.mul(gradient, tf.mul(tf.add(tf.add(tangent, rise), 1), 0.5))];
    },
  });
}

/** tanh(√(2/π) (x + 0.044715 x³)). */
const bent = (x: Tensor2D): Tensor2D => tf.tanh(tf.mul(tf.mul(x, tanhSlope), tf.add(tf.mul(tf.square(x), cubic), 1)));
