import { defineComponent, Schedule } from '@alignclip/core';
import { z } from 'zod';
import { warmedUpRate, warmUpOptions } from './warm-up';

/**
 * Linear warm-up, then ½ (1 + cos(π (step − warmUp) / (steps − warmUp))) · rate, nearly 0 at the last step (official
 * `cosine_lr`). The step is not capped: past the end the rate rises again.
 */
export const warmUpCosine = defineComponent(Schedule)({
  type: 'warm-up-cosine',
  options: z.strictObject(warmUpOptions),
  create: ({ rate, warmUp }) => ({
    learningRate: (step, steps) => {
      if (step < warmUp) return warmedUpRate(rate, warmUp, step);
      return 0.5 * (1 + Math.cos((Math.PI * (step - warmUp)) / (steps - warmUp))) * rate;
    },
  }),
});
