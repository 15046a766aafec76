import { crossEntropyWithDiagonal, tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type Scalar, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { cosines, logitScaleOf, symmetricCrossEntropy } from './maths';
import { symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * CLIP's loss beside the contrast of each row with an augmented view of its own modality, v'_i and t'_i:
 * L_Con = ¼ (CE(s · V Tᵀ) + CE(s · T Vᵀ) + CE(s · V V'ᵀ) + CE(s · T T'ᵀ)). It stands in place of L_CLIP.
 * Source: Jiang et al. 2023 (arXiv 2303.05952), section 4; CyCLIP's official `get_loss` with in-modal contrast.
 */
export const inModalContrast = defineComponent(LossTerm)({
  type: 'in-modal-contrast',
  options: z.strictObject({ symbol: symbol('L_Con'), weight: weight(), schedule, temperature }),
  create: ({ symbol, weight, schedule, temperature }) =>
    lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['views', 'viewRows', 'textViews'],
      compute(batch): Scalar {
        const { image, text, imageView, textView } = batch;
        const s = logitScaleOf(batch, temperature);
        const across = symmetricCrossEntropy(image, text, s);
        return tf.mul(0.25, tf.addN([across, viewContrast(image, imageView, s), viewContrast(text, textView, s)]));
      },
    }),
});

/** CE(s · X Yᵀ): each row among the views of all, its own view the target. */
export const viewContrast = (x: Tensor2D, views: Tensor2D, s: Scalar): Scalar =>
  crossEntropyWithDiagonal(tf.mul(s, cosines(x, views)));
