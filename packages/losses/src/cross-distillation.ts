import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type Scalar, type Tensor2D } from '@alignclip/core';
import { constant, Parameters } from '@alignclip/nn';
import { z } from 'zod';
import { acrossModels } from './interactive-contrast';
import { cosines, divergenceFrom } from './maths';
import { symbol, trainedScale, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * The contrastive distributions of the model that the run started from, with its own scale ŝ, are taught across the models:
 * L_cross_KD = ½ (mean_i KL(softmax(ŝ V̂ T̂ᵀ)_i ‖ softmax(c · V T̂ᵀ)_i) + mean_i KL(softmax(ŝ T̂ V̂ᵀ)_i ‖ softmax(c · T V̂ᵀ)_i)),
 * ≥ 0. c is a trained scale; the number itself multiplies, not its exponential, and starts at log(1/.07).
 * Source: Yang et al. 2024 (CLIP-KD), official `cross_kd_loss`.
 */
export const crossDistillation = defineComponent(LossTerm)({
  type: 'cross-distillation',
  options: z.strictObject({
    symbol: symbol('L_cross_KD'),
    weight: weight(),
    schedule,
    scale: trainedScale,
  }),
  inject: [Parameters],
  create: ({ symbol, weight, schedule, scale }, parameters) => {
    const factor = parameters.parameter('losses/cross-distillation/scale', [], constant(scale));
    return lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['frozen'],
      compute(batch): Scalar {
        const [ofImages, ofTexts] = acrossModels(batch, factor);
        const { frozen } = batch;
        const taught = tf.mul<Tensor2D>(frozen.logitScale, cosines(frozen.image, frozen.text));
        const toTexts = divergenceFrom(tf.softmax(tf.transpose(taught)), ofTexts);
        return tf.mul(0.5, tf.add(divergenceFrom(tf.softmax(taught), ofImages), toTexts));
      },
    });
  },
});
