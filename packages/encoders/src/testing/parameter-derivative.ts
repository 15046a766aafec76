import { tf } from '@alignclip/backend';
import { random, type Scalar, type Tensor } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';

/** A direction for the values at an address, of length 1. */
function directionOf(shape: number[], address: string): Tensor {
  const draw = random('direction', address);
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw.normal());
  const direction = tf.tensor(values, shape);
  return tf.div(direction, tf.norm(direction));
}

/** The derivative in that direction by the gradient. */
export const analytic = (gradient: Tensor, address: string): number =>
  tf.sum(tf.mul(gradient, directionOf(gradient.shape, address))).dataSync()[0]!;

const step = 4e-3;

/** The derivative in that direction by four values (error of order step⁴); the parameter is left as it was. */
export function numeric(value: () => Scalar, store: ParameterStore, address: string): number {
  const start = store.get(address)!.clone();
  const direction = directionOf(start.shape, address);
  const at = (steps: number) => {
    store.assign(address, tf.add(start, tf.mul(direction, steps * step)));
    return value().dataSync()[0]!;
  };
  const slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
  store.assign(address, start);
  return slope;
}
