import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, type Scalar, type Tensor1D, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { cosines, diagonalMatrix, pairCosines } from './maths';
import { symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * The hinge on the hardest negative of each row, both directions added:
 * L_hard = mean_i max(0, m + max_{j≠i}⟨v_i,t_j⟩ − ⟨v_i,t_i⟩) + the same of texts among images, in [0, 2m + 4].
 * Source: Faghri et al. 2018 (VSE++, arXiv 1707.05612), equation 6, divided by N; `negatives: 'all'` is the sum of hinges
 * of equation 5.
 */
export const hardNegativeMargin = defineComponent(LossTerm)({
  type: 'hard-negative-margin',
  options: z.strictObject({
    symbol: symbol('L_hard'),
    weight: weight(),
    schedule,
    margin: z.number().positive().default(0.2).describe('m, by how much a pair is to be nearer than a negative'),
    negatives: z
      .enum(['hardest', 'all'])
      .default('hardest')
      .describe('the nearest negative of each row, or the sum over all of them'),
  }),
  create: ({ symbol, weight, schedule, margin, negatives }) => ({
    symbol,
    ...weighted(weight, schedule),
    compute({ image, text }) {
      const [K, pairs] = [cosines(image, text), pairCosines(image, text)];
      const hinge = (rows: Tensor2D) => (negatives === 'all' ? sumOfHinges : hardestHinge)(rows, pairs, margin);
      return tf.add(hinge(K), hinge(tf.transpose(K)));
    },
  }),
});

/** mean_i max(0, m + max_{j≠i} K_ij − p_i) */
function hardestHinge(K: Tensor2D, pairs: Tensor1D, margin: number): Scalar {
  const hardest = tf.max(tf.sub(K, diagonalMatrix(tf.fill([K.shape[0]], 4))), 1); // cosines are at most 1
  return tf.mean(tf.relu(tf.add(margin, tf.sub(hardest, pairs))));
}

/** 1/N Σ_{i,j≠i} max(0, m + K_ij − p_i) */
function sumOfHinges(K: Tensor2D, pairs: Tensor1D, margin: number): Scalar {
  const hinges = tf.relu(tf.add(margin, tf.sub(K, tf.expandDims(pairs, 1))));
  return tf.div(tf.sub(tf.sum(hinges), tf.mul(margin, K.shape[0])), K.shape[0]); // a pair's own hinge is m
}
