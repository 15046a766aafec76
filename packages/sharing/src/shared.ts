import { defineComponent, SharingStrategy } from '@alignclip/core';
import { z } from 'zod';
import { blockOf, partNames, partOf } from './parts';

/**
 * SharedCLIP: both towers hold the transformer blocks, the post-LN and the projection (paper, section on RQ1).
 * `parts` and `blocks` share less, in the way of MS-CLIP: only the named parts, only blocks [from, to).
 */
export const shared = defineComponent(SharingStrategy)({
  type: 'shared',
  options: z.strictObject({
    parts: z
      .array(z.enum(partNames))
      .min(1)
      .default([...partNames]),
    /** Half-open range of blocks, counted from 0; parts outside the blocks are not concerned. */
    blocks: z
      .strictObject({ from: z.number().int().min(0).default(0), to: z.number().int().positive().optional() })
      .default({ from: 0 }),
  }),
  create: ({ parts, blocks }) => {
    const inRange = (block: number) => block >= blocks.from && block < (blocks.to ?? Infinity);
    const isShared = (path: string) => {
      const part = partOf(path);
      const block = blockOf(path);
      return part !== undefined && parts.includes(part) && (block === undefined || inRange(block));
    };
    return { locate: (tower, path) => `${isShared(path) ? 'shared' : tower}/${path}` };
  },
});
