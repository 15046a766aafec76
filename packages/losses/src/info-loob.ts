import { matMul, normalizeRows, tf } from '@alignclip/backend';
import { defineComponent, LossTerm, type Scalar, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { cosines, logitScaleOf, offDiagonalLogSumExp, pairCosines } from './maths';
import { symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * InfoNCE that leaves the pair out of the denominator, both directions added, τ = 1/s:
 * L_LOOB = τ (mean_i [log Σ_{j≠i} exp(s⟨v_i,t_j⟩) − s⟨v_i,t_i⟩] + the same of texts among images).
 * It doesn't saturate as a pair becomes certain, and can be negative. With `hopfield` β, rows are first replaced by
 * what a modern Hopfield network retrieves, norm(softmax(β Q Kᵀ) K): images and texts from the images for the first
 * part, from the texts for the second; that is CLOOB.
 * Source: Fürst et al. 2022 (arXiv 2110.11316), official `infoLOOB_loss` and `hopfield_retrieval`.
 */
export const infoLoob = defineComponent(LossTerm)({
  type: 'info-loob',
  options: z.strictObject({
    symbol: symbol('L_LOOB'),
    weight: weight(),
    schedule,
    temperature,
    hopfield: z
      .number()
      .positive()
      .optional()
      .describe('β of the Hopfield retrieval, 8 to 30 in CLOOB; without it, rows as they are'),
  }),
  create: ({ symbol, weight, schedule, temperature, hopfield }) => ({
    symbol,
    ...weighted(weight, schedule),
    compute(batch) {
      const { image, text } = batch;
      const s = logitScaleOf(batch, temperature);
      if (hopfield === undefined) return tf.add(leaveOneOut(image, text, s), leaveOneOut(text, image, s));
      const found = (queries: Tensor2D, stored: Tensor2D) => retrieved(queries, stored, hopfield);
      return tf.add(
        leaveOneOut(found(image, image), found(text, image), s),
        leaveOneOut(found(text, text), found(image, text), s),
      );
    },
  }),
});

/** mean_i [log Σ_{j≠i} exp(s⟨x_i,y_j⟩) − s⟨x_i,y_i⟩] / s */
export function leaveOneOut(x: Tensor2D, y: Tensor2D, s: Scalar): Scalar {
  const others = offDiagonalLogSumExp(tf.mul<Tensor2D>(s, cosines(x, y)));
  return tf.div(tf.mean(tf.sub(others, tf.mul(s, pairCosines(x, y)))), s);
}

/** norm(softmax(β Q Kᵀ) K), [N, d]: for each query a mixture of the stored rows, by a modern Hopfield network. */
export const retrieved = (queries: Tensor2D, stored: Tensor2D, beta: number): Tensor2D =>
  normalizeRows(matMul(tf.softmax<Tensor2D>(tf.mul(beta, cosines(queries, stored))), stored));
