import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type Scalar, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { cosines, divergenceFrom } from './maths';
import { symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * Distillation from the model that the run started from, mixed with the true pairs:
 * L_HyCD = ½ Σ over directions of mean_i KL(α I + (1 − α) softmax(Q/T) ‖ softmax(L/T))_i · T², ≥ 0,
 * where L = A Bᵀ are inner products of rows before normalisation, without a scale, and Q those of the starting model.
 * α 0 is plain distillation, α 1 the cross-entropy of the pairs.
 * Source: CLIP-Refine, arXiv 2504.12717; official `kd_loss` and `distill`.
 */
export const hybridDistillation = defineComponent(LossTerm)({
  type: 'hybrid-distillation',
  options: z.strictObject({
    symbol: symbol('L_HyCD'),
    weight: weight(),
    schedule,
    alpha: z.number().min(0).max(1).default(0.5).describe('share α of the true pairs in the targets'),
    temperature: z.number().positive().default(1).describe('T, by which both sides divide their logits'),
  }),
  create: ({ symbol, weight, schedule, alpha, temperature }) =>
    lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['imageRaw', 'textRaw', 'frozen'],
      compute({ imageRaw, textRaw, frozen }): Scalar {
        const logits = tf.div<Tensor2D>(cosines(imageRaw, textRaw), temperature);
        const taught = tf.div<Tensor2D>(cosines(frozen.imageRaw, frozen.textRaw), temperature);
        const both = tf.add(
          distillation(logits, taught, alpha),
          distillation(tf.transpose(logits), tf.transpose(taught), alpha),
        );
        return tf.mul(0.5 * temperature ** 2, both);
      },
    }),
});

/** Mean over rows of KL(α I + (1 − α) softmax(Q) ‖ softmax(L)). */
function distillation(logits: Tensor2D, taught: Tensor2D, alpha: number): Scalar {
  const targets = tf.add<Tensor2D>(tf.mul(alpha, tf.eye(logits.shape[0])), tf.mul(1 - alpha, tf.softmax(taught)));
  return divergenceFrom(targets, logits);
}
