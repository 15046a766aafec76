import { tf } from '../tf';
import type { Tensor } from '@alignclip/core';

/** A value with a hand-written derivative. */
export interface Differentiable<Output extends Tensor> {
  /** The value; what the derivative will read again goes through `save`. */
  forward(save: (tensors: Tensor[]) => void): Output;
  /** One gradient an input, in the order of the inputs. Intermediates are disposed of. */
  backward(gradient: Output, saved: Tensor[]): Tensor[];
}

/**
 * Runs `forward` on the inputs and puts `backward` on the tape in its place, so that no intermediate outlives it.
 * Only first derivatives are supported.
 */
export function differentiable<Output extends Tensor>(inputs: readonly Tensor[], rule: Differentiable<Output>): Output {
  return tf.customGrad<Output>((...given) => {
    const save = given.at(-1) as unknown as (tensors: Tensor[]) => void;
    return {
      value: rule.forward(save),
      gradFunc: (gradient, saved) => tf.tidy(() => rule.backward(gradient, saved)),
    };
  })(...inputs);
}
