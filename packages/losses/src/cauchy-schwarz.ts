import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, type Scalar, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { squaredDistances } from './maths';
import { symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * The Cauchy-Schwarz divergence of the two modalities' distributions, by Gaussian kernels κ(x, y) = exp(−‖x − y‖²/2σ²):
 * L_CS = log mean_ij κ(v_i, v_j) + log mean_ij κ(t_i, t_j) − 2 log mean_ij κ(v_i, t_j), ≥ 0, 0 for equal sets of rows.
 * Means run over all i and j, the diagonals included; it uses no pairs. Source: CS-Aligner, arXiv 2502.17028.
 */
export const cauchySchwarz = defineComponent(LossTerm)({
  type: 'cauchy-schwarz',
  options: z.strictObject({
    symbol: symbol('L_CS'),
    weight: weight(),
    schedule,
    sigma: z.number().positive().default(0.5).describe('width σ of the kernel, in distances between unit rows'),
  }),
  create: ({ symbol, weight, schedule, sigma }) => ({
    symbol,
    ...weighted(weight, schedule),
    compute: ({ image, text }) => cauchySchwarzDivergence(image, text, tf.scalar(sigma)),
  }),
});

/** log mean κ(x, x) + log mean κ(y, y) − 2 log mean κ(x, y) of two sets of rows, [N, d] and [M, d]; ≥ 0. */
export function cauchySchwarzDivergence(x: Tensor2D, y: Tensor2D, sigma: Scalar): Scalar {
  const rate = tf.div(-0.5, tf.square(sigma));
  const logMean = (a: Tensor2D, b: Tensor2D): Scalar =>
    tf.sub(tf.logSumExp(tf.mul(rate, squaredDistances(a, b))), Math.log(a.shape[0] * b.shape[0]));
  return tf.sub(tf.add(logMean(x, x), logMean(y, y)), tf.mul(2, logMean(x, y)));
}
