import { defineComponent, Optimizer } from '@alignclip/core';
import { AdamW, Parameters } from '@alignclip/nn';
import { z } from 'zod';

/** AdamW with the paper's settings; the learning rate comes from the schedule. */
export const adamW = defineComponent(Optimizer)({
  type: 'adam-w',
  options: z.strictObject({
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.98),
    epsilon: z.number().positive().default(1e-6),
    weightDecay: z.number().min(0).default(0.1),
    /** Globs of parameter addresses, for example `**\/positions`. */
    noDecay: z.array(z.string()).default([]),
  }),
  inject: [Parameters],
  create: (options, parameters) => new AdamW(parameters, options),
});
