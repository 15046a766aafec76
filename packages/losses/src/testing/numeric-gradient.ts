import { tf } from '@alignclip/backend';
import type { EmbeddedBatch, LossTerm, Scalar, Tensor } from '@alignclip/core';

/** Inputs by which a term is differentiated. */
export const inputs = [
  ...(['image', 'text', 'imageRaw', 'textRaw', 'imageFeatures', 'textFeatures'] as const),
  ...(['firstView', 'secondView', 'imageView', 'textView', 'textViewFeatures', 'logitScale'] as const),
];
export type Input = (typeof inputs)[number];

/** ∂L/∂input of each input that the batch has; zeros where the term does not depend on it. The caller disposes them. */
export function analyticGradients<B extends EmbeddedBatch>(term: LossTerm, batch: B): Record<Input & keyof B, Tensor> {
  const present = inputs.filter((input) => batch[input] !== undefined);
  const loss = (...values: Tensor[]): Scalar => {
    const moved = Object.fromEntries(present.map((input, i) => [input, values[i]]));
    const untouched = tf.addN(values.map((value) => tf.mul(0, tf.sum(value)))); // tf.grads refuses unused inputs
    return tf.add(term.compute({ ...batch, ...moved }), untouched);
  };
  const gradients = tf.grads(loss)(present.map((input) => batch[input]!));
  return Object.fromEntries(present.map((input, i) => [input, gradients[i]])) as Record<Input & keyof B, Tensor>;
}

/** L′ along `direction` (the shape of the input) by the five-point rule: error O(step⁴) and float32's / step. */
export function numericDerivative(
  term: LossTerm,
  batch: EmbeddedBatch,
  input: Input,
  direction: Tensor,
  step: number,
): number {
  const at = (distance: number): number =>
    tf.tidy(() => {
      const moved = tf.add<Tensor>(batch[input]!, tf.mul(distance, direction));
      return term.compute({ ...batch, [input]: moved }).dataSync()[0]!;
    });
  return (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
}
