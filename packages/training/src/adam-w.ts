import { defineComponent, Optimizer } from '@alignclip/core';
import { AdamW, Parameters } from '@alignclip/nn';
import { z } from 'zod';

/** AdamW with the paper's settings; the learning rate comes from the schedule. */
export const adamW = defineComponent(Optimizer)({
  type: 'adam-w',
  options: z.strictObject({
    beta1: z.number().min(0).lt(1).default(0.9).describe('decay β₁ of the first moment'),
    beta2: z.number().min(0).lt(1).default(0.98).describe('decay β₂ of the second moment'),
    epsilon: z.number().positive().default(1e-6).describe('ε in the denominator'),
    weightDecay: z.number().min(0).default(0.1).describe('weight decay λ per step, times the learning rate'),
    noDecay: z
      .array(z.string())
      .default([])
      .describe('globs of parameter addresses without decay, for example `**/positions`'),
    layerDecay: z
      .number()
      .positive()
      .max(1)
      .default(1)
      .describe("factor of the learning rate from each of a tower's layers to the one below; 1: one rate for all"),
  }),
  inject: [Parameters],
  create: (options, parameters) => new AdamW(parameters, options),
});
