import type { Tensor } from '../tensors';
import { slot } from '../token';

/** Updates the run's parameters in place; its state is saved and restored with the checkpoint. */
export interface Optimizer {
  /** Gradients by address; an address without a gradient is skipped, including its weight decay. */
  apply(gradients: Readonly<Record<string, Tensor>>, learningRate: number): void;
  /** A copy of the state by name; the caller disposes of it. */
  state(): Readonly<Record<string, Tensor>>;
  restore(state: Readonly<Record<string, Tensor>>): void;
}

export const Optimizer = slot<Optimizer>()('optimizer');
