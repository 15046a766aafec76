import { defineComponent, LossTerm } from '@alignclip/core';
import { z } from 'zod';
import { logitScaleOf, symmetricCrossEntropy } from './maths';
import { symbol, temperature, weight } from './options';

/**
 * The cross-modality separation of AlignCLIP: L_CRsep = CE(s · I Tᵀ) + CE(s · T Iᵀ), s = 1/τ; not halved, so twice L_CLIP.
 * Source: arXiv 2406.17639; official `ClipInModalityLoss`, `clip_loss`.
 */
export const crossModalitySeparation = defineComponent(LossTerm)({
  type: 'cross-modality-separation',
  options: z.strictObject({ symbol: symbol('L_CRsep'), weight: weight(1, 'α'), temperature }),
  create: ({ symbol, weight, temperature }) => ({
    symbol,
    weight,
    compute: (batch) => symmetricCrossEntropy(batch.image, batch.text, logitScaleOf(batch, temperature)),
  }),
});
