import type { Tensor2D } from '@alignclip/core';
import { roundedToBfloat16 } from './bfloat16-product';
import { differentiable } from './differentiable';

/** x rounded to bfloat16; the gradient passes as if it weren't. */
export const keptInBfloat16 = (x: Tensor2D): Tensor2D =>
  differentiable([x], {
    forward: () => roundedToBfloat16(x) as Tensor2D,
    backward: (dy) => [dy.clone()],
  });

/** x, whose gradient is rounded to bfloat16. */
export const withGradientInBfloat16 = (x: Tensor2D): Tensor2D =>
  differentiable([x], {
    forward: () => x.clone(),
    backward: (dy) => [roundedToBfloat16(dy)],
  });
