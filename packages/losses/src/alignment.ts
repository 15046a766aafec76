import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm } from '@alignclip/core';
import { z } from 'zod';
import { symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * The distance of true pairs: L_align = 1/N Σ_i ‖v_i − t_i‖², in [0, 4]; 2 − 2 · alignment score on unit rows.
 * Source: Wang & Isola 2020, `align_loss` with its default exponent 2.
 */
export const alignment = defineComponent(LossTerm)({
  type: 'alignment',
  options: z.strictObject({ symbol: symbol('L_align'), weight: weight(), schedule }),
  create: ({ symbol, weight, schedule }) => ({
    symbol,
    ...weighted(weight, schedule),
    compute: ({ image, text }) => tf.mean(tf.sum(tf.square(tf.sub(image, text)), 1)),
  }),
});
