import type { Scalar } from '../tensors';
import { slot } from '../token';

/** The policy of the logit scale 1/τ that multiplies every cosine. */
export interface Temperature {
  /**
   * 1/τ, differentiable if it is learned. `progress`: finished steps / steps of the training, in [0, 1]; without it, of the
   * finished model.
   */
  logitScale(progress?: number): Scalar;
  /** Called after each step; keeps a learned scale in its range. */
  clamp(): void;
}

export const Temperature = slot<Temperature>()('temperature');
