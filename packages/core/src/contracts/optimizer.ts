import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import { slot } from '../token';

/** Updates the run's parameters in place; its state is saved and restored with the checkpoint. */
export interface Optimizer {
  /** Gradients by address; an address without one is skipped, weight decay included. */
  apply(gradients: NamedTensorMap, learningRate: number): void;
  /** Tensors of the state by name; the caller must not dispose them. */
  state(): NamedTensorMap;
  restore(state: NamedTensorMap): void;
}

export const Optimizer = slot<Optimizer>()('optimizer');
