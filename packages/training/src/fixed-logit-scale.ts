import { tf } from '@alignclip/backend';
import { defineComponent, Temperature } from '@alignclip/core';
import { z } from 'zod';

/** A temperature that is not trained. */
export const fixedLogitScale = defineComponent(Temperature)({
  type: 'fixed-logit-scale',
  options: z.strictObject({ /** 1/τ */ value: z.number().positive().default(100) }),
  create: ({ value }) => ({ logitScale: () => tf.scalar(value), clamp: () => undefined }),
});
