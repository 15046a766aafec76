import { tf } from '@alignclip/backend';
import type { EmbeddedBatch, LossTerm, Scalar, Tensor } from '@alignclip/core';

/** What a term is differentiated by. */
export const inputs = ['image', 'text', 'logitScale'] as const;
export type Input = (typeof inputs)[number];

/** ∂L/∂image, ∂L/∂text, ∂L/∂logitScale; zeros where the term does not depend on one. The caller disposes them. */
export function analyticGradients(term: LossTerm, batch: EmbeddedBatch): Record<Input, Tensor> {
  const loss = (...values: Tensor[]): Scalar => {
    const [image, text, logitScale] = values as [EmbeddedBatch['image'], EmbeddedBatch['text'], Scalar];
    const untouched = tf.addN(values.map((value) => tf.mul(0, tf.sum(value)))); // tf.grads refuses unused inputs
    return tf.add(term.compute({ ...batch, image, text, logitScale }), untouched);
  };
  const [image, text, logitScale] = tf.grads(loss)(inputs.map((input) => batch[input])) as [Tensor, Tensor, Tensor];
  return { image, text, logitScale };
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
      const moved = tf.add<Tensor>(batch[input], tf.mul(distance, direction));
      return term.compute({ ...batch, [input]: moved }).dataSync()[0]!;
    });
  return (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
}
