import { UserError } from '@alignclip/core';
import { z } from 'zod';
import { towerShape } from './tower-options';

/** What a vision transformer can be told. */
export const options = z.strictObject({
  imageSize: z.int().positive().default(32).describe('edge of the input image in pixels'),
  patchSize: z.int().positive().default(8).describe('edge of a patch in pixels, a divisor of imageSize'),
  pooling: z
    .enum(['class-token', 'mean', 'map', 'query'])
    .default('class-token')
    .describe(
      'features: the class token, the mean over patches, attention pooling with a probe (SigLIP), or with a query of the shared space (CoCa)',
    ),
  poolingHeads: z
    .int()
    .positive()
    .optional()
    .describe('attention heads of pooling "query", a divisor of embeddingWidth (default: 8)'),
  classToken: z
    .boolean()
    .optional()
    .describe('whether there is a class token (default: only if it is pooled; open_clip keeps it under mean pooling)'),
  patchDropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe('share of the patches that each image loses in training, drawn anew at every step; other tokens stay'),
  registers: z.int().min(0).default(0).describe('learned tokens without position, next to the patches'),
  positions: z
    .enum(['learned', 'sincos'])
    .default('learned')
    .describe('positions of the patches: learned, or fixed sines and cosines of row and column'),
  normalise: z
    .enum(['pre-norm', 'none'])
    .default('pre-norm')
    .describe('LayerNorm before the first block, as in CLIP, or none, as in SigLIP'),
  pixels: z
    .enum(['clip', 'half'])
    .optional()
    .describe(
      "the pixel values that weights expect: by CLIP's mean and deviation (default), or by .5 and .5, as in SigLIP",
    ),
  ...towerShape,
});

/** Throws UserError where options of the pooling contradict each other. */
export function checkPooling({ pooling, poolingHeads }: z.output<typeof options>, classToken: boolean): void {
  if (pooling === 'class-token' && !classToken)
    throw new UserError('option "classToken" = false with pooling "class-token": use pooling "mean" or "map"');
  if (pooling !== 'query' && poolingHeads !== undefined)
    throw new UserError(
      `option "poolingHeads" = ${poolingHeads} with pooling "${pooling}": only pooling "query" has heads of its own`,
    );
}
