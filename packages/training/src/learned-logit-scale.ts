import { tf } from '@alignclip/backend';
import { defineComponent, Temperature } from '@alignclip/core';
import { constant, Parameters } from '@alignclip/nn';
import { z } from 'zod';
import { rateOption } from './logit-scale-rate';

/**
 * CLIP's learned temperature: the parameter is ν = c ln(1/τ), c 1, clamped to c [ln minimum, ln maximum] after each step.
 * CLIP starts at 1/.07 and ends at the clamp, 100. `divisor` c above 1 and `rate` below 1 let τ follow the towers more
 * slowly: 1/τ = exp(ν/c) and the smaller learning rate of Yaras et al. (arXiv 2412.07909).
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
    divisor: z.number().positive().optional().describe('c of 1/τ = exp(ν/c); without it, 1'),
    rate: rateOption,
  }),
  inject: [Parameters],
  create: ({ start, minimum, maximum, divisor = 1, rate }, parameters) => {
    const address = divisor === 1 ? 'logit-scale' : 'logit-scale-divided'; // other programs read the former as a logarithm
    const place = (scale: number) => divisor * Math.log(scale);
    const parameter = parameters.parameter(address, [], constant(place(start)));
    if (rate !== undefined) parameters.rates.set(address, rate);
    return {
      logitScale: () => tf.exp(divisor === 1 ? parameter : tf.div(parameter, divisor)),
      clamp: () => tf.tidy(() => parameter.assign(tf.clipByValue(parameter, place(minimum), place(maximum)))),
    };
  },
});
