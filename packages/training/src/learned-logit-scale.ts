import { tf } from '@alignclip/backend';
import { defineComponent, Temperature } from '@alignclip/core';
import { constant, Parameters } from '@alignclip/nn';
import { z } from 'zod';

/**
 * CLIP's learned temperature: the parameter is ln(1/τ), clamped to [ln minimum, ln maximum] after each step. CLIP starts
 * at 1/.07 and ends at the clamp, 100.
 */
export const learnedLogitScale = defineComponent(Temperature)({
  type: 'learned-logit-scale',
  options: z.strictObject({
    start: z
      .number()
      .positive()
      .default(1 / 0.07)
      .describe('initial logit scale 1/τ'),
    minimum: z.number().positive().default(1).describe('smallest logit scale after a step'),
    maximum: z.number().positive().default(100).describe('largest logit scale after a step'),
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
