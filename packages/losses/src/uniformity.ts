import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, type Scalar } from '@alignclip/core';
import { z } from 'zod';
import { logMeanPotential, sumOverModalities } from './maths';
import { modalities, potentialFactor, symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * How evenly the embeddings of each modality cover the sphere:
 * L_uniform = mean over modalities X of log mean_{i<j} exp(−t ‖x_i − x_j‖²), in [−4t, 0]; lower is more uniform.
 * Source: Wang & Isola 2020, `uniform_loss` with its default t = 2, and their mean of two views.
 */
export const uniformity = defineComponent(LossTerm)({
  type: 'uniformity',
  options: z.strictObject({
    symbol: symbol('L_uniform'),
    weight: weight(),
    schedule,
    t: potentialFactor,
    modalities: modalities.describe('modalities whose embeddings the term uses; of both, the mean'),
  }),
  create: ({ symbol, weight, schedule, t, modalities }) => ({
    symbol,
    ...weighted(weight, schedule),
    compute: (batch): Scalar =>
      tf.div(
        sumOverModalities(batch, modalities, (X) => logMeanPotential(X, X, t)),
        modalities === 'both' ? 2 : 1,
      ),
  }),
});
