import { defineComponent, Schedule } from '@alignclip/core';
import { constantCooldownRate } from '@alignclip/nn';
import { z } from 'zod';

/** Linear warm-up, the base rate, then a polynomial fall over the last steps (official `const_lr_cooldown`). */
export const warmUpConstantCooldown = defineComponent(Schedule)({
  type: 'warm-up-constant-cooldown',
  options: z.strictObject({
    rate: z.number().positive().default(1e-3),
    warmUp: z.number().int().min(0).default(50),
    cooldownSteps: z.number().int().positive().default(100),
    power: z.number().positive().default(1),
    endRate: z.number().min(0).default(0),
  }),
  create: ({ rate, warmUp, cooldownSteps, power, endRate }) => ({
    learningRate: (step, steps) =>
      constantCooldownRate(rate, warmUp, steps, { steps: cooldownSteps, power, endRate }, step),
  }),
});
