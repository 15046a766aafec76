import { tf } from '../tf';
import type { Tensor2D } from '@alignclip/core';
import { differentiable } from './differentiable';

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
export function geluDerivative(x: Tensor2D): Tensor2D {
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.add(cumulative(x), tf.mul(x, density));
}

/** Φ(x), the normal distribution function. */
export function cumulative(x: Tensor2D): Tensor2D {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
}
