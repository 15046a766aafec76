import { defineComponent, Schedule } from '@alignclip/core';
import { cosineRate } from '@alignclip/nn';
import { z } from 'zod';

/** Linear warm-up, then a cosine to 0 at the last step (official `cosine_lr`). */
export const warmUpCosine = defineComponent(Schedule)({
  type: 'warm-up-cosine',
  options: z.strictObject({
    rate: z.number().positive().default(1e-3),
    warmUp: z.number().int().min(0).default(50),
  }),
  create: ({ rate, warmUp }) => ({ learningRate: (step, steps) => cosineRate(rate, warmUp, steps, step) }),
});
