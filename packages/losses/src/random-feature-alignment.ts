import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type Scalar } from '@alignclip/core';
import { z } from 'zod';
import { symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * Both rows of a pair, before normalisation, move toward one random row z_i ~ N(0, I_d) of that pair:
 *
 *   official   L_RaFA = 1/(N d) Σ_i (‖a_i − z_i‖² + ‖b_i − z_i‖²)
 *   paper      L_RaFA = 1/(2 N) Σ_i (‖a_i − z_i‖² + ‖b_i − z_i‖²)
 *
 * The paper's is d/2 times the official one, 256 times at d = 512, with the same weight of 1 in both. z_i is drawn anew
 * in every step, from seed, epoch and example. Source: CLIP-Refine, arXiv 2504.12717; official `RandRegUpdater`.
 */
export const randomFeatureAlignment = defineComponent(LossTerm)({
  type: 'random-feature-alignment',
  options: z.strictObject({
    symbol: symbol('L_RaFA'),
    weight: weight(),
    schedule,
    form: z
      .enum(['official', 'paper'])
      .default('official')
      .describe(
        'a mean over all N d numbers, as in the official code, or the equation of the paper, d/2 times as much',
      ),
  }),
  create: ({ symbol, weight, schedule, form }) =>
    lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['imageRaw', 'textRaw', 'draws'],
      compute({ imageRaw, textRaw, draws }): Scalar {
        const [n, d] = imageRaw.shape;
        const z = tf.tensor2d(draws.normal(`${symbol}/z`, d), [n, d]);
        const squares = tf.add(tf.squaredDifference(imageRaw, z), tf.squaredDifference(textRaw, z));
        return tf.div(tf.sum(squares), form === 'official' ? n * d : 2 * n);
      },
    }),
});
