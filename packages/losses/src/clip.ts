import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm } from '@alignclip/core';
import { z } from 'zod';
import { logitScaleOf, symmetricCrossEntropy } from './maths';
import { symbol, temperature, weight } from './options';

/**
 * The contrastive loss of CLIP: L_CLIP = ½ (CE(s · I Tᵀ) + CE(s · T Iᵀ)), s = 1/τ.
 * Source: Radford et al. 2021, figure 3; open_clip `ClipLoss`.
 */
export const clip = defineComponent(LossTerm)({
  type: 'clip',
  options: z.strictObject({ symbol: symbol('L_CLIP'), weight: weight(), temperature }),
  create: ({ symbol, weight, temperature }) => ({
    symbol,
    weight,
    compute: (batch) => tf.mul(0.5, symmetricCrossEntropy(batch.image, batch.text, logitScaleOf(batch, temperature))),
  }),
});
