import { tf } from '../tf';
import type { Tensor } from '@alignclip/core';

/** A value with a hand-written derivative. */
export interface Differentiable<Output extends Tensor> {
  /** The value; tensors that the derivative needs go through `save`. */
  forward(save: (tensors: Tensor[]) => void): Output;
  /** One gradient per input, in the order of the inputs. Intermediates are disposed of. */
  backward(gradient: Output, saved: Tensor[]): Tensor[];
}

/**
 * Keeps variables themselves and lets the tape keep clones of other tensors: a clone costs an operation, and a variable
 * outlives the step and is not assigned before its gradient is taken.
 */
class SavedTensors {
  private places: (Tensor | undefined)[] = [];

  save(tensors: readonly Tensor[], onTape: (tensors: Tensor[]) => void): void {
    this.places = tensors.map((tensor) => (tensor instanceof tf.Variable ? (tensor as Tensor) : undefined));
    onTape(tensors.filter((_, i) => this.places[i] === undefined));
  }

  restore(fromTape: readonly Tensor[]): Tensor[] {
    const rest = fromTape.values();
    return this.places.map((variable) => variable ?? rest.next().value!);
  }
}

/**
 * Runs `forward` on the inputs and puts `backward` on the tape instead, so that no intermediate outlives the call.
 * Only first derivatives are supported.
 */
export function differentiable<Output extends Tensor>(inputs: readonly Tensor[], rule: Differentiable<Output>): Output {
  return tf.customGrad<Output>((...given) => {
    const onTape = given.at(-1) as unknown as (tensors: Tensor[]) => void;
    const kept = new SavedTensors();
    return {
      value: rule.forward((tensors) => kept.save(tensors, onTape)),
      gradFunc: (gradient, saved) => tf.tidy(() => rule.backward(gradient, kept.restore(saved))),
    };
  })(...inputs);
}

/**
 * Does the work apart from the gradient that is being taken around it: nothing of it is recorded there, so that its result
 * counts as given. Gradients that it takes itself are whole.
 */
export function offTape<T>(work: () => T): T {
  const { state } = tf.engine();
  const { gradientDepth, activeTape } = state;
  state.gradientDepth = 0;
  try {
    return work();
  } finally {
    Object.assign(state, { gradientDepth, activeTape });
  }
}
