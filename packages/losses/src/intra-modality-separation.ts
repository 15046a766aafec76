import { separationCrossEntropy, tf } from '@alignclip/backend';
import {
  defineComponent,
  LossTerm,
  lossTerm,
  type EmbeddedBatch,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
} from '@alignclip/core';
import { z } from 'zod';
import {
  cosinesWithin,
  pairCosines,
  offDiagonalOnes,
  logitScaleOf,
  semanticDistance,
  sumOverModalities,
  offDiagonalLogSumExp,
} from './maths';
import { modalities, symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * The intra-modality separation of AlignCLIP (RQ2): different embeddings of one modality X move apart, as far as their
 * captions differ in meaning by D. s = 1/τ, D = 1 − S.
 *
 *   official   L_X = CE(s · (X Xᵀ ∘ D + diag(I Tᵀ)))
 *   paper      L_X = −1/N Σ_i log( exp(s · ⟨v_i,t_i⟩) / Σ_{j≠i} exp(s · D_ij · ⟨x_i,x_j⟩) )
 *
 * L_IMsep is the sum over the chosen modalities. Row by row, official = softplus(paper). Without `rescale` D is 1
 * wherever i ≠ j. A negative S makes D > 1: such a pair is separated more than an unrelated one, and a smaller s lowers
 * the loss while the embeddings lie in one cone. `similarity: 'non-negative'` takes max(S, 0).
 * Source: arXiv 2406.17639; official `ClipInModalityLoss`, `inModality_loss`.
 */
export const intraModalitySeparation = defineComponent(LossTerm)({
  type: 'intra-modality-separation',
  options: z.strictObject({
    symbol: symbol('L_IMsep'),
    weight: weight(0.5, 'β'),
    schedule,
    temperature,
    form: z
      .enum(['official', 'paper'])
      .default('official')
      .describe('equation of L_X: that of the official code, or that of the paper'),
    modalities,
    rescale: z
      .boolean()
      .default(true)
      .describe('whether D = 1 − S scales the similarities; without it D = 1 and no teacher is used'),
    similarity: z
      .enum(['as-is', 'non-negative'])
      .default('as-is')
      .describe('S as the teacher gives it, as in the official code, or max(S, 0), so that D is at most 1'),
  }),
  create: ({ symbol, weight, schedule, temperature, form, modalities, rescale, similarity }) => {
    const separation = (batch: EmbeddedBatch, D: Tensor2D): Scalar => {
      const s = logitScaleOf(batch, temperature);
      const pairs = pairCosines(batch.image, batch.text); // ⟨v_i,t_i⟩, [N]
      return sumOverModalities(batch, modalities, (X) => {
        const similarities = cosinesWithin(X); // X Xᵀ, [N, N]
        if (form === 'official') return separationCrossEntropy({ similarities, distances: D, pairs, scale: s });
        return tf.mean(separationWithoutPair(tf.mul(similarities, D), pairs, s));
      });
    };
    if (!rescale) {
      const compute = (batch: EmbeddedBatch) => separation(batch, offDiagonalOnes(batch.image.shape[0]));
      return { symbol, ...weighted(weight, schedule), compute };
    }
    return lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['semanticSimilarity'],
      hint: 'name a teacher, or set rescale: false',
      compute: ({ semanticSimilarity: S, ...batch }) =>
        separation(batch, semanticDistance(similarity === 'as-is' ? S : tf.relu(S))),
    });
  },
});

/** log Σ_{j≠i} exp(s · A_ij) − s · p_i of each row, [N]: the pair is not in the denominator. Can be negative. */
export const separationWithoutPair = (similarities: Tensor2D, pairs: Tensor1D, scale: Scalar): Tensor1D =>
  tf.sub(offDiagonalLogSumExp(tf.mul(scale, similarities)), tf.mul(scale, pairs));
