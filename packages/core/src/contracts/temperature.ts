import type { Scalar } from '../tensors';
import { slot } from '../token';

/** The policy of the logit scale 1/τ that multiplies every cosine. */
export interface Temperature {
  /** 1/τ, differentiable if it is learned. */
  logitScale(): Scalar;
  /** Called after each step; keeps a learned scale in its range. */
  clamp(): void;
}

export const Temperature = slot<Temperature>()('temperature');
