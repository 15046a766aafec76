import { tf } from '@alignclip/backend';
import { defineComponent, Temperature } from '@alignclip/core';
import { z } from 'zod';

const tau = (initial: number, when: string) =>
  z.number().positive().default(initial).describe(`temperature τ at the ${when} of the training`);

const options = z
  .strictObject({
    form: z
      .enum(['linear', 'cosine', 'steps'])
      .default('linear')
      .describe('how τ goes from one end to the other: evenly, in a half wave, or in `steps` equal steps'),
    from: tau(0.01, 'start'),
    to: tau(0.05, 'end'),
    steps: z
      .int()
      .min(2)
      .optional()
      .describe('number of values of the form "steps", the ends among them; without it, 5'),
  })
  .refine(({ form, steps }) => steps === undefined || form === 'steps', {
    path: ['steps'],
    error: 'is for the form "steps"',
  });

/**
 * A temperature that isn't learned but follows the training: τ from `from` to `to`, linear in τ (not in 1/τ) by default.
 * Progress is finished steps / steps; a finished model has `to`.
 * Source: Yaras et al., arXiv 2412.07909, temperature scheduling (from .01 to .02, .03, .04 or .05).
 */
export const scheduledLogitScale = defineComponent(Temperature)({
  type: 'scheduled-logit-scale',
  options,
  create: (given) => ({
    logitScale: (progress = 1) => tf.scalar(1 / scheduledTau(given, progress)),
    clamp: () => undefined,
  }),
});

/** τ at this progress of the training, in [0, 1]. */
export function scheduledTau({ form, from, to, steps = 5 }: z.output<typeof options>, progress: number): number {
  if (form === 'linear') return from + (to - from) * progress;
  if (form === 'cosine') return from + ((to - from) * (1 - Math.cos(Math.PI * progress))) / 2;
  return from + ((to - from) * Math.min(steps - 1, Math.floor(progress * steps))) / (steps - 1);
}
