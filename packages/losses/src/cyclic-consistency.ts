import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, type Scalar, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { cosines } from './maths';
import { symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * The cyclic consistency of CyCLIP, to be added to L_CLIP:
 * L_cyclic = λ_in · Σ_ij (⟨v_i,v_j⟩ − ⟨t_i,t_j⟩)² / N + λ_cross · Σ_ij (⟨v_i,t_j⟩ − ⟨v_j,t_i⟩)² / N.
 * The mean over N² is taken N times, as in the official code: the term grows with the batch. No temperature enters.
 * Source: Goel et al. 2022, equations 3 and 4; official `get_loss`.
 */
export const cyclicConsistency = defineComponent(LossTerm)({
  type: 'cyclic-consistency',
  options: z.strictObject({
    symbol: symbol('L_cyclic'),
    weight: weight(),
    schedule,
    inModal: z.number().nonnegative().default(0.25).describe('λ_in, weight of the part within the modalities'),
    crossModal: z.number().nonnegative().default(0.25).describe('λ_cross, weight of the part across the modalities'),
  }),
  create: ({ symbol, weight, schedule, inModal, crossModal }) => ({
    symbol,
    ...weighted(weight, schedule),
    compute({ image, text }) {
      const across = cosines(image, text); // I Tᵀ, [N, N]
      return tf.add(
        tf.mul(inModal, squaredDistance(cosines(image, image), cosines(text, text))),
        tf.mul(crossModal, squaredDistance(across, tf.transpose(across))),
      );
    },
  }),
});

/** Σ_ij (A_ij − B_ij)² / N */
const squaredDistance = (a: Tensor2D, b: Tensor2D): Scalar => tf.div(tf.sum(tf.square(tf.sub(a, b))), a.shape[0]);
