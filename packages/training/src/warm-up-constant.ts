import { defineComponent, Schedule } from '@alignclip/core';
import { z } from 'zod';
import { warmedUpRate, warmUpOptions } from './warm-up';

/** Linear warm-up, then the base rate to the end (official `const_lr`). */
export const warmUpConstant = defineComponent(Schedule)({
  type: 'warm-up-constant',
  options: z.strictObject(warmUpOptions),
  create: ({ rate, warmUp }): Schedule => ({ learningRate: (step) => warmedUpRate(rate, warmUp, step) }),
});
