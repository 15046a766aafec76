import { tf } from '@alignclip/backend';
import { defineComponent, Temperature } from '@alignclip/core';
import { constant, Parameters } from '@alignclip/nn';
import { z } from 'zod';

/** CLIP's learned temperature: the parameter is ln(1/τ), clamped to [ln minimum, ln maximum] after each step. */
export const learnedLogitScale = defineComponent(Temperature)({
  type: 'learned-logit-scale',
  options: z.strictObject({
    /** 1/τ at the start; CLIP starts at 1/.07 and ends its training at the clamp, 100. */
    start: z
      .number()
      .positive()
      .default(1 / 0.07),
    minimum: z.number().positive().default(1),
    maximum: z.number().positive().default(100),
  }),
  inject: [Parameters],
  create: ({ start, minimum, maximum }, parameters) => {
    const logarithm = parameters.parameter('logit-scale', [], constant(Math.log(start)));
    return {
      logitScale: () => tf.exp(logarithm),
      clamp: () => tf.tidy(() => logarithm.assign(tf.clipByValue(logarithm, Math.log(minimum), Math.log(maximum)))),
    };
  },
});
