import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm } from '@alignclip/core';
import { z } from 'zod';
import { logitScaleOf, symmetricCrossEntropy } from './maths';
import { symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * The contrastive loss of CLIP: L_CLIP = ½ (CE(s · I Tᵀ) + CE(s · T Iᵀ)), s = 1/τ.
 * Source: Radford et al. 2021, figure 3; open_clip `ClipLoss`.
 */
export const clip = defineComponent(LossTerm)({
  type: 'clip',
  options: z.strictObject({ symbol: symbol('L_CLIP'), weight: weight(), schedule, temperature }),
  create: ({ symbol, weight, schedule, temperature }) => ({
    symbol,
    ...weighted(weight, schedule),
    anySimilarity: true,
    compute: (batch) => {
      const { image, text, similarity } = batch;
      return tf.mul(0.5, symmetricCrossEntropy(image, text, logitScaleOf(batch, temperature), similarity));
    },
  }),
});
