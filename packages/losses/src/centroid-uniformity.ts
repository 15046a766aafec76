import { normalizeRows, tf } from '@alignclip/backend';
import { defineComponent, LossTerm, type Scalar, type Tensor1D, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { logMeanPotential, offDiagonalLogSumExp, squaredDistances } from './maths';
import { potentialFactor, symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * How evenly the midpoints c_i of true pairs cover the space, with alignment the loss of ModGap; lower is more even:
 *
 *   official   L_CU = log mean_{i<j} exp(−t ‖c_i − c_j‖²), c_i = norm((v_i + t_i)/2), in [−4t, 0]
 *   paper      L_CU = log 1/N Σ_{i≠j} exp(−t ‖c_i − c_j‖²), c_i = (v_i + t_i)/2, at most log(N − 1)
 *
 * The two differ in the norm of c_i and by log(N − 1). Source: arXiv 2601.18525; official `lunif_loss` on
 * `compute_centroids_only`.
 */
export const centroidUniformity = defineComponent(LossTerm)({
  type: 'centroid-uniformity',
  options: z.strictObject({
    symbol: symbol('L_CU'),
    weight: weight(),
    schedule,
    form: z
      .enum(['official', 'paper'])
      .default('official')
      .describe('unit centroids and a mean over pairs, as in the official code, or the equation of the paper'),
    t: potentialFactor,
  }),
  create: ({ symbol, weight, schedule, form, t }) => ({
    symbol,
    ...weighted(weight, schedule),
    compute({ image, text }) {
      const centroids = tf.mul<Tensor2D>(0.5, tf.add(image, text)); // [N, d]
      if (form === 'paper') return logPotentialByRow(centroids, t);
      const unit = normalizeRows(centroids);
      return logMeanPotential(unit, unit, t);
    },
  }),
});

/** log 1/N Σ_{i≠j} exp(−t ‖x_i − x_j‖²) of rows of any length. */
function logPotentialByRow(x: Tensor2D, t: number): Scalar {
  const rows: Tensor1D = offDiagonalLogSumExp(tf.mul(-t, squaredDistances(x, x)));
  return tf.sub(tf.logSumExp(rows), Math.log(x.shape[0]));
}
