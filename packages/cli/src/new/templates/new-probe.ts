import { defineComponent, innerProduct, TrainingProbe, z } from 'alignclip';

/** The mean cosine of true pairs, 1/N Σ_i ⟨v_i,t_i⟩, on a fixed batch while training runs: curve `new-probe/cosine`. */
export const newProbe = defineComponent(TrainingProbe)({
  type: 'new-probe',
  options: z.strictObject({
    every: z.int().positive().default(25).describe('steps between two points'),
    split: z.string().min(1).default('val').describe('the split that the batch is taken from'),
    batchSize: z.int().min(2).default(128).describe('pairs in the batch'),
  }),
  create: ({ every, split, batchSize }): TrainingProbe => ({
    name: 'new-probe',
    every,
    batch: { split, size: batchSize },
    observe: ({ image, text }) => {
      const cosines = Array.from({ length: image.rows }, (_, i) => innerProduct(image, i, text, i));
      return { cosine: cosines.reduce((sum, cosine) => sum + cosine, 0) / image.rows };
    },
  }),
});
