import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type Scalar, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * Rows stay near those of the model that the run started from, v̂_i and t̂_i:
 * L_FD = 1/(N d) Σ_i (‖v_i − v̂_i‖² + ‖t_i − t̂_i‖²), in [0, 8/d]. CLIP-KD multiplies it by 2000.
 * Source: Yang et al. 2024 (CLIP-KD), official `fd_loss`.
 */
export const featureDistillation = defineComponent(LossTerm)({
  type: 'feature-distillation',
  options: z.strictObject({ symbol: symbol('L_FD'), weight: weight(), schedule }),
  create: ({ symbol, weight, schedule }) =>
    lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['frozen'],
      compute({ image, text, frozen }): Scalar {
        const mean = (x: Tensor2D, y: Tensor2D): Scalar => tf.mean(tf.squaredDifference(x, y));
        return tf.add(mean(image, frozen.image), mean(text, frozen.text));
      },
    }),
});
