import { normalizeRows, tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type Scalar } from '@alignclip/core';
import { z } from 'zod';
import { symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * An augmented view a_i of each image lies on the way from its caption to the image:
 * L_Br = 1/N Σ_i ‖a_i − norm(t v_i + (1 − t) t_i)‖², in [0, 4]. To be added to in-modal-contrast.
 * Source: Jiang et al. 2023 (arXiv 2303.05952), section 4, the first line of the equation; the second line printed there
 * isn't equal to it.
 */
export const brownianBridge = defineComponent(LossTerm)({
  type: 'brownian-bridge',
  options: z.strictObject({
    symbol: symbol('L_Br'),
    weight: weight(),
    schedule,
    t: z.number().min(0).max(1).default(0.25).describe('place t of the view between caption, 0, and image, 1'),
  }),
  create: ({ symbol, weight, schedule, t }) =>
    lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['views', 'viewRows'],
      compute({ image, text, imageView }): Scalar {
        const bridge = normalizeRows(tf.add(tf.mul(t, image), tf.mul(1 - t, text)));
        return tf.mean(tf.sum(tf.squaredDifference(imageView, bridge), 1));
      },
    }),
});
