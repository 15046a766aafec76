import { crossEntropyWithDiagonal, tf } from '@alignclip/backend';
import { defineComponent, LossTerm } from '@alignclip/core';
import { z } from 'zod';
import { cosines, logitScaleOf, sumOverModalities } from './maths';
import { modalities, symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * Every embedding among those of its own modality, itself the target: L_self = Σ_X CE(s · X Xᵀ), s = 1/τ.
 * The target's logit is always s, so the term is nearly satisfied from the start and holds no pair of image and text.
 * Source: what the official `ClipInModalityLoss` computes without semantic supervision. It is not L_IMsep with D = 1:
 * that is `intra-modality-separation` with `rescale: false`.
 */
export const selfSeparation = defineComponent(LossTerm)({
  type: 'self-separation',
  options: z.strictObject({ symbol: symbol('L_self'), weight: weight(0.5), schedule, temperature, modalities }),
  create: ({ symbol, weight, schedule, temperature, modalities }) => ({
    symbol,
    ...weighted(weight, schedule),
    compute: (batch) =>
      sumOverModalities(batch, modalities, (X) =>
        crossEntropyWithDiagonal(tf.mul(logitScaleOf(batch, temperature), cosines(X, X))),
      ),
  }),
});
