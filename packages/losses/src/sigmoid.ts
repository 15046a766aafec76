import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, type Tensor2D } from '@alignclip/core';
import { constant, Parameters } from '@alignclip/nn';
import { z } from 'zod';
import { cosines, logitScaleOf } from './maths';
import { symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * The sigmoid loss of SigLIP, every pair a yes-or-no question of its own:
 * L_sigmoid = −1/N Σ_ij log σ(z_ij (s · ⟨v_i,t_j⟩ + b)), z_ii = 1, z_ij = −1 elsewhere, s = 1/τ, with a learned bias b.
 * SigLIP starts at s = 10 and b = −10; b offsets the surplus of negatives.
 * Source: Zhai et al. 2023, equation 1 and algorithm 1.
 */
export const sigmoid = defineComponent(LossTerm)({
  type: 'sigmoid',
  options: z.strictObject({
    symbol: symbol('L_sigmoid'),
    weight: weight(),
    schedule,
    temperature,
    initialBias: z.number().default(-10).describe('initial value of the learned bias b'),
  }),
  inject: [Parameters],
  create: ({ symbol, weight, schedule, temperature, initialBias }, parameters) => {
    const bias = parameters.parameter('losses/sigmoid/bias', [], constant(initialBias));
    return {
      symbol,
      ...weighted(weight, schedule),
      compute(batch) {
        const n = batch.image.shape[0];
        const logits = tf.add(tf.mul(logitScaleOf(batch, temperature), cosines(batch.image, batch.text)), bias); // [N, N]
        const z = tf.sub<Tensor2D>(tf.mul(2, tf.eye(n)), 1);
        return tf.div(tf.sum(tf.softplus(tf.neg(tf.mul(z, logits)))), n); // −log σ(x) = softplus(−x)
      },
    };
  },
});
