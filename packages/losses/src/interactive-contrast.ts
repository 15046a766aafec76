import { crossEntropyWithDiagonal, tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type BatchWith, type Scalar, type Tensor2D } from '@alignclip/core';
import { constant, Parameters } from '@alignclip/nn';
import { z } from 'zod';
import { cosines } from './maths';
import { symbol, trainedScale, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * Each image among the texts of the model that the run started from, and each text among its images:
 * L_ICL = ½ (CE(c · V T̂ᵀ) + CE(c · T V̂ᵀ)). c is a trained scale; the number itself multiplies, not its exponential, and
 * starts at log(1/.07) as in the official code.
 * Source: Yang et al. 2024 (CLIP-KD), official `icl_loss`.
 */
export const interactiveContrast = defineComponent(LossTerm)({
  type: 'interactive-contrast',
  options: z.strictObject({
    symbol: symbol('L_ICL'),
    weight: weight(),
    schedule,
    scale: trainedScale,
  }),
  inject: [Parameters],
  create: ({ symbol, weight, schedule, scale }, parameters) => {
    const factor = parameters.parameter('losses/interactive-contrast/scale', [], constant(scale));
    return lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['frozen'],
      compute(batch): Scalar {
        const [ofImages, ofTexts] = acrossModels(batch, factor);
        return tf.mul(0.5, tf.add(crossEntropyWithDiagonal(ofImages), crossEntropyWithDiagonal(ofTexts)));
      },
    });
  },
});

/** c · V T̂ᵀ and c · T V̂ᵀ, rows of the model against those of the model that the run started from, [N, N] each. */
export const acrossModels = ({ image, text, frozen }: BatchWith<'frozen'>, c: Scalar): [Tensor2D, Tensor2D] => [
  tf.mul(c, cosines(image, frozen.text)),
  tf.mul(c, cosines(text, frozen.image)),
];
