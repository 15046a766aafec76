import { tf } from '../tf';
import type { Tensor1D, Tensor2D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { type Differentiable, differentiable } from './differentiable';
import { type EagerBackend, eagerBackend, float } from './eager';
import { sumRows } from './mat-mul';
import { normed, normedGradient } from './tensorflow-norm';

/**
 * Layer normalisation of every row: (x − μ) / √(σ² + ε) · scale + bias, with the biased variance σ².
 * Shapes: x [n, d], scale [d], bias [d] → [n, d]. Ba et al., arXiv 1607.06450.
 */
export function layerNorm(x: Tensor2D, scale: Tensor1D, bias: Tensor1D, epsilon = 1e-5): Tensor2D {
  const inputs = [x, scale, bias] as const;
  const [native, plain] = [customOps(), eagerBackend()];
  if (native) return differentiable(inputs, fused(native, inputs, epsilon));
  return differentiable(inputs, plain ? onTensorflow(plain, inputs, epsilon) : composed(inputs, epsilon));
}

type Inputs = readonly [x: Tensor2D, scale: Tensor1D, bias: Tensor1D];

function fused(native: EagerBackend, inputs: Inputs, epsilon: number): Differentiable<Tensor2D> {
  const attributes = [float('epsilon', epsilon)];
  return {
    forward: (save) => {
      save([inputs[0], inputs[1]]);
      return native.executeSingleOutput('AlignclipLayerNorm', attributes, inputs) as Tensor2D;
    },
    backward: (gradient, saved) =>
      native.executeMultipleOutputs('AlignclipLayerNormGrad', attributes, [...saved, gradient], 3),
  };
}

const onTensorflow = (native: EagerBackend, inputs: Inputs, epsilon: number): Differentiable<Tensor2D> => ({
  forward: (save) => {
    const [x, scale, bias] = inputs;
    const { rows, saved } = normed(native, x, { scale, bias, epsilon });
    save(saved);
    return rows;
  },
  backward: (gradient, saved) => normedGradient(native, gradient, saved, epsilon),
});

function composed([x, scale, bias]: Inputs, epsilon: number): Differentiable<Tensor2D> {
  return {
    forward: (save) => {
      const { normal, inverseDeviation } = normalise(x, epsilon);
      save([normal, inverseDeviation, scale]);
      return tf.add(tf.mul(normal, scale), bias);
    },
    backward: (gradient, saved) => {
      const [normal, inverseDeviation, gain] = saved as [Tensor2D, Tensor2D, Tensor1D];
      const inner = tf.mul(gradient, gain); // [n, d]
      const along = tf.mul(normal, tf.mean(tf.mul(inner, normal), 1, true));
      const dx = tf.mul(tf.sub(tf.sub(inner, tf.mean(inner, 1, true)), along), inverseDeviation);
      return [dx, sumRows(tf.mul(gradient, normal)), sumRows(gradient)];
    },
  };
}

function normalise(x: Tensor2D, epsilon: number): { normal: Tensor2D; inverseDeviation: Tensor2D } {
  const centred = tf.sub<Tensor2D>(x, tf.mean(x, 1, true));
  const inverseDeviation = tf.rsqrt<Tensor2D>(tf.add(tf.mean(tf.square(centred), 1, true), epsilon)); // [n, 1]
  return { normal: tf.mul(centred, inverseDeviation), inverseDeviation };
}
