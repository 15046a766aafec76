import { defineComponent, EmbeddingHead } from '@alignclip/core';
import { z } from 'zod';

/** Rows stay as the towers give them: the control of the other embedding heads. */
export const identityHead = defineComponent(EmbeddingHead)({
  type: 'identity-head',
  options: z.strictObject({}),
  create: () => ({}),
});
