import { normalizeRows, tf } from '@alignclip/backend';
import { defineComponent, EmbeddingHead, type PairedRows, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';

const shares = { hard: 1e-3, soft: 5e-2 };

/**
 * Entries of a pair's two rows change places in some steps of the training, so that the modalities' cones can't stay
 * parallel. `hard`: with probability ½ an entry is swapped. `soft`: v ← λ v + (1 − λ) t and t ← λ t + (1 − λ) v with
 * λ ~ U[0, 1) for each entry. Evaluation sees rows as they are.
 * Source: Yaras et al., arXiv 2412.07909 (hard and soft modality swapping).
 */
export const modalitySwap = defineComponent(EmbeddingHead)({
  type: 'modality-swap',
  options: z.strictObject({
    form: z.enum(['hard', 'soft']).default('hard').describe('whether entries change places or are mixed'),
    share: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('share of the steps in which rows are changed; without it, .001 (hard) or .05 (soft)'),
    renormalise: z.boolean().default(true).describe('whether changed rows get length 1'),
  }),
  create: ({ form, share = shares[form], renormalise }) => ({
    join(rows, draws) {
      if (draws.beta('embedding-head/swap', 1) >= share) return rows; // Beta(1, 1) is uniform
      const [n, d] = rows.image.shape;
      const numbers = tf.tensor2d(draws.uniform('embedding-head/swap', d), [n, d]);
      const mask = form === 'hard' ? tf.cast<Tensor2D>(tf.less(numbers, 0.5), 'float32') : numbers;
      return swapped(rows, mask, form, renormalise);
    },
  }),
});

/** `hard`: entries where the mask is 1 change places; `soft`: each keeps the share that the mask says. [N, d] each. */
export function swapped(rows: PairedRows, mask: Tensor2D, form: 'hard' | 'soft', renormalise: boolean): PairedRows {
  const kept = form === 'hard' ? tf.sub<Tensor2D>(1, mask) : mask;
  const mix = (own: Tensor2D, other: Tensor2D): Tensor2D => {
    const mixed = tf.add<Tensor2D>(tf.mul(kept, own), tf.mul(tf.sub(1, kept), other));
    return renormalise ? normalizeRows(mixed) : mixed;
  };
  return { image: mix(rows.image, rows.text), text: mix(rows.text, rows.image) };
}
