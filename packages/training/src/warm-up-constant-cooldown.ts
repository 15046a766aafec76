import { defineComponent, Schedule } from '@alignclip/core';
import { z } from 'zod';
import { warmedUpRate, warmUpOptions } from './warm-up';

/**
 * Linear warm-up, the base rate, then a polynomial fall over the last steps: (1 − progress)^power · (rate − endRate) +
 * endRate (official `const_lr_cooldown`).
 */
export const warmUpConstantCooldown = defineComponent(Schedule)({
  type: 'warm-up-constant-cooldown',
  options: z.strictObject({
    ...warmUpOptions,
    cooldownSteps: z.int().positive().default(100).describe('steps at the end over which the rate falls'),
    power: z.number().positive().default(1).describe('power of the fall; 1 is linear'),
    endRate: z.number().min(0).default(0).describe('learning rate at the end'),
  }),
  create: ({ rate, warmUp, cooldownSteps, power, endRate }) => ({
    learningRate: (step, steps) => {
      const start = steps - cooldownSteps;
      if (step < warmUp || step < start) return warmedUpRate(rate, warmUp, step);
      const remaining = 1 - (step - start) / (steps - start);
      return remaining ** power * (rate - endRate) + endRate;
    },
  }),
});
