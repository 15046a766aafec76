import { normalizeRows, tf } from '@alignclip/backend';
import { defineComponent, EmbeddingHead, modalities, type Modality, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';

/**
 * Noise on unit rows in the steps of the training: x ← norm(x + ε), ε ~ N(0, variance · I_d), or uniform in the ball of
 * radius √variance, drawn anew in each step. Evaluation sees rows as they are.
 * Source: Nukrai et al. 2022 (CapDec, arXiv 2211.00575) and Zhang et al. 2024 (C3, arXiv 2401.08567), who train captioners
 * on noisy rows of texts.
 */
export const noiseInjection = defineComponent(EmbeddingHead)({
  type: 'noise-injection',
  options: z.strictObject({
    modality: z.enum(['both', 'image', 'text']).default('text').describe('whose rows get noise'),
    variance: z.number().positive().default(0.016).describe('variance of each entry of the noise, .016 in CapDec'),
    ball: z
      .boolean()
      .optional()
      .describe('noise is uniform in the ball of radius √variance, so much shorter (default: no)'),
  }),
  create: ({ modality, variance, ball = false }) => ({
    join(rows, draws) {
      const noisy = (side: Modality): Tensor2D => {
        const [n, d] = rows[side].shape;
        const name = `embedding-head/noise/${side}`;
        const normal = tf.tensor2d(draws.normal(name, d), [n, d]);
        const noise = ball ? tf.mul(normalizeRows(normal), lengths(draws.uniform(`${name}/length`, 1), d)) : normal;
        return normalizeRows(tf.add(rows[side], tf.mul(Math.sqrt(variance), noise)));
      };
      const chosen = modalities.filter((side) => modality === 'both' || modality === side);
      return { ...rows, ...Object.fromEntries(chosen.map((side) => [side, noisy(side)])) };
    },
  }),
});

/** Distances from the centre of points that are uniform in a ball of d dimensions: u^(1/d). [N, 1] */
const lengths = (uniform: Float32Array, d: number): Tensor2D =>
  tf.tensor2d(
    uniform.map((u) => u ** (1 / d)),
    [uniform.length, 1],
  );
