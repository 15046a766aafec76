import { UserError } from '@alignclip/core';
import { z } from 'zod';
import { towerShape } from './tower-options';

/** What a text transformer can be told. */
export const options = z.strictObject({
  pooling: z
    .enum(['end', 'last', 'mean', 'map', 'class-token'])
    .default('end')
    .describe(
      'features: the end token (CLIP), the last position of the context (SigLIP), the mean or attention pooling over all tokens up to the end token, or a learned token after it (CoCa)',
    ),
  causal: z
    .boolean()
    .default(true)
    .describe('whether a token sees earlier ones only; if not, each sees the whole context, padding too, as in SigLIP'),
  classMask: z
    .enum(['text', 'legacy'])
    .optional()
    .describe(
      'what a class token sees: itself and the text (default), or, as in the published CoCa, the text and the place after it',
    ),
  ...towerShape,
});

/** Throws UserError where there is no class token, or no causal mask, for the mask to belong to. */
export function checkClassMask({ classMask, pooling, causal }: z.output<typeof options>): void {
  if (classMask === undefined) return;
  if (pooling !== 'class-token')
    throw new UserError(
      `option "classMask" = "${classMask}" with pooling "${pooling}": only pooling "class-token" has it`,
    );
  if (classMask === 'legacy' && !causal)
    throw new UserError('option "classMask" = "legacy" with "causal" = false: the published CoCa is causal');
}
