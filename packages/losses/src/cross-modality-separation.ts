import { defineComponent, LossTerm } from '@alignclip/core';
import { z } from 'zod';
import { logitScaleOf, symmetricCrossEntropy } from './maths';
import { symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * The cross-modality separation of AlignCLIP: L_CRsep = CE(s · I Tᵀ) + CE(s · T Iᵀ), s = 1/τ; not halved, so twice L_CLIP.
 * Source: arXiv 2406.17639; official `ClipInModalityLoss`, `clip_loss`.
 */
export const crossModalitySeparation = defineComponent(LossTerm)({
  type: 'cross-modality-separation',
  options: z.strictObject({ symbol: symbol('L_CRsep'), weight: weight(1, 'α'), schedule, temperature }),
  create: ({ symbol, weight, schedule, temperature }) => ({
    symbol,
    ...weighted(weight, schedule),
    anySimilarity: true,
    compute: (batch) => {
      const { image, text, similarity } = batch;
      return symmetricCrossEntropy(image, text, logitScaleOf(batch, temperature), similarity);
    },
  }),
});
