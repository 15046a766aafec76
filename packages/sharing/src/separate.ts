import { defineComponent, SharingStrategy } from '@alignclip/core';
import { z } from 'zod';

/** CLIP: every parameter belongs to one tower. */
export const separate = defineComponent(SharingStrategy)({
  type: 'separate',
  options: z.strictObject({}),
  create: () => ({ locate: (tower, path) => `${tower}/${path}` }),
});
