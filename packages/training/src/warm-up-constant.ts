import { defineComponent, Schedule } from '@alignclip/core';
import { constantRate } from '@alignclip/nn';
import { z } from 'zod';

/** Linear warm-up, then the base rate to the end (official `const_lr`). */
export const warmUpConstant = defineComponent(Schedule)({
  type: 'warm-up-constant',
  options: z.strictObject({
    rate: z.number().positive().default(1e-3),
    warmUp: z.number().int().min(0).default(50),
  }),
  create: ({ rate, warmUp }) => ({ learningRate: (step) => constantRate(rate, warmUp, step) }),
});
