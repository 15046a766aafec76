import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type Scalar, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { cosines, divergenceFrom, logitScaleOf } from './maths';
import { symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * The contrastive distributions of the model that the run started from, with its own scale ŝ, are taught:
 * L_CKD = ½ Σ over directions of mean_i KL(softmax(ŝ V̂ T̂ᵀ)_i ‖ softmax(s V Tᵀ)_i), ≥ 0.
 * Source: Yang et al. 2024 (CLIP-KD), official `ckd_loss`.
 */
export const contrastiveDistillation = defineComponent(LossTerm)({
  type: 'contrastive-distillation',
  options: z.strictObject({ symbol: symbol('L_CKD'), weight: weight(), schedule, temperature }),
  create: ({ symbol, weight, schedule, temperature }) =>
    lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['frozen'],
      compute(batch): Scalar {
        const { image, text, frozen } = batch;
        const logits = tf.mul<Tensor2D>(logitScaleOf(batch, temperature), cosines(image, text));
        const taught = tf.mul<Tensor2D>(frozen.logitScale, cosines(frozen.image, frozen.text));
        const ofTexts = taughtDivergence(tf.transpose(taught), tf.transpose(logits));
        return tf.mul(0.5, tf.add(taughtDivergence(taught, logits), ofTexts));
      },
    }),
});

/** Mean over rows of KL(softmax(Q) ‖ softmax(L)); ≥ 0. */
export const taughtDivergence = (taught: Tensor2D, logits: Tensor2D): Scalar =>
  divergenceFrom(tf.softmax(taught), logits);
