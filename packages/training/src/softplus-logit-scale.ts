import { tf } from '@alignclip/backend';
import { defineComponent, Temperature } from '@alignclip/core';
import { constant, Parameters } from '@alignclip/nn';
import { z } from 'zod';
import { rateOption } from './logit-scale-rate';

const address = 'logit-scale-softplus';

/**
 * A learned temperature that grows at most as fast as its parameter: 1/τ = log(1 + e^ν), d(1/τ)/dν = σ(ν) ≤ 1, where
 * CLIP's exponential has the slope 1/τ. Clamped after each step.
 * Source: Yaras et al., arXiv 2412.07909, temperature reparametrisation.
 */
export const softplusLogitScale = defineComponent(Temperature)({
  type: 'softplus-logit-scale',
  options: z.strictObject({
    start: z
      .number()
      .positive()
      .default(1 / 0.07)
      .describe('initial logit scale 1/τ'),
    minimum: z.number().positive().default(1).describe('smallest logit scale after a step'),
    maximum: z.number().positive().default(100).describe('largest logit scale after a step'),
    rate: rateOption,
  }),
  inject: [Parameters],
  create: ({ start, minimum, maximum, rate }, parameters) => {
    const parameter = parameters.parameter(address, [], constant(inverseSoftplus(start)));
    if (rate !== undefined) parameters.rates.set(address, rate);
    const [least, most] = [inverseSoftplus(minimum), inverseSoftplus(maximum)];
    return {
      logitScale: () => tf.softplus(parameter),
      clamp: () => tf.tidy(() => parameter.assign(tf.clipByValue(parameter, least, most))),
    };
  },
});

/** log(e^s − 1), for s > 0. */
const inverseSoftplus = (scale: number): number => scale + Math.log(-Math.expm1(-scale));
