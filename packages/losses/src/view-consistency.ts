import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type Scalar, type Tensor } from '@alignclip/core';
import { z } from 'zod';
import { cosines, pairCosines } from './maths';
import { symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * Geometric consistency between rows and their augmented views, v'_i and t'_i:
 * L_GCa = 1/N Σ_ij [(⟨v_i,t'_j⟩ − ⟨v'_j,t_i⟩)² + (⟨v_i,v'_j⟩ − ⟨t_i,t'_j⟩)²] + 1/N Σ_i (⟨v_i,t_i⟩ − ⟨v'_i,t'_i⟩)²,
 * or i = j alone, where the three parts compare opposite sides and the diagonals of the square v_i, t_i, t'_i, v'_i. ≥ 0; no
 * temperature enters. To be added to in-modal-contrast and cyclic-consistency, the part without views.
 * Source: Jiang et al. 2023 (arXiv 2303.05952), section 4, L_GC^a.
 */
export const viewConsistency = defineComponent(LossTerm)({
  type: 'view-consistency',
  options: z.strictObject({
    symbol: symbol('L_GCa'),
    weight: weight(),
    schedule,
    views: z
      .enum(['all', 'own'])
      .default('all')
      .describe('whether a row is compared with the views of all examples or with its own view only'),
  }),
  create: ({ symbol, weight, schedule, views }) =>
    lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['views', 'viewRows', 'textViews'],
      compute({ image, text, imageView, textView }): Scalar {
        const between = views === 'all' ? cosines : pairCosines;
        const parts = [
          squaredDistance(between(image, textView), between(text, imageView)),
          squaredDistance(between(image, imageView), between(text, textView)),
          squaredDistance(pairCosines(image, text), pairCosines(imageView, textView)),
        ];
        return tf.div(tf.addN(parts), image.shape[0]);
      },
    }),
});

const squaredDistance = (a: Tensor, b: Tensor): Scalar => tf.sum(tf.squaredDifference(a, b));
