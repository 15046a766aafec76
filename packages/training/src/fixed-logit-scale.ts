import { tf } from '@alignclip/backend';
import { defineComponent, Temperature } from '@alignclip/core';
import { z } from 'zod';

/** A temperature that is not trained. */
export const fixedLogitScale = defineComponent(Temperature)({
  type: 'fixed-logit-scale',
  options: z.strictObject({ value: z.number().positive().default(100).describe('logit scale 1/τ') }),
  create: ({ value }) => ({ logitScale: () => tf.scalar(value), clamp: () => undefined }),
});
