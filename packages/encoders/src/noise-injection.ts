import { normalizeRows, tf } from '@alignclip/backend';
import { defineComponent, EmbeddingHead, modalities, type Modality, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';

/**
 * Gaussian noise on unit rows in the steps of the training: x ← norm(x + ε), ε ~ N(0, variance · I_d), drawn anew in each
 * step. Evaluation sees rows as they are.
 * Source: Nukrai et al. 2022 (CapDec, arXiv 2211.00575) and Zhang et al. 2024 (C3, arXiv 2401.08567), who train captioners
 * on noisy rows of texts.
 */
export const noiseInjection = defineComponent(EmbeddingHead)({
  type: 'noise-injection',
  options: z.strictObject({
    modality: z.enum(['both', 'image', 'text']).default('text').describe('whose rows get noise'),
    variance: z.number().positive().default(0.016).describe('variance of each entry of the noise, .016 in CapDec'),
  }),
  create: ({ modality, variance }) => ({
    join(rows, draws) {
      const noisy = (side: Modality): Tensor2D => {
        const [n, d] = rows[side].shape;
        const noise = tf.tensor2d(draws.normal(`embedding-head/noise/${side}`, d), [n, d]);
        return normalizeRows(tf.add(rows[side], tf.mul(Math.sqrt(variance), noise)));
      };
      const chosen = modalities.filter((side) => modality === 'both' || modality === side);
      return { ...rows, ...Object.fromEntries(chosen.map((side) => [side, noisy(side)])) };
    },
  }),
});
