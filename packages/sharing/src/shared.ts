import { defineComponent, SharingStrategy } from '@alignclip/core';
import { z } from 'zod';

/** The parts of a tower that can be shared, each with the relative paths that belong to it. */
const partPaths = {
  attention: /^blocks\/\d+\/attention\//,
  mlp: /^blocks\/\d+\/mlp\//,
  norms: /^(blocks\/\d+\/norm-\d|post-norm)\//,
  pooling: /^pooling\//,
  projection: /^projection(-bias|\/.*)?$/,
} as const;

type Part = keyof typeof partPaths;
const partNames = Object.keys(partPaths) as [Part, ...Part[]];

/**
 * SharedCLIP: both towers hold the transformer blocks, attention pooling where they have it, the post-LN and the
 * projection (paper, section on RQ1); so do both sides of a head.
 * `parts` and `blocks` share less, in the way of MS-CLIP: only the named parts, only blocks [from, to).
 */
export const shared = defineComponent(SharingStrategy)({
  type: 'shared',
  options: z.strictObject({
    parts: z
      .array(z.enum(partNames))
      .min(1)
      .default([...partNames])
      .describe('parts of the towers that are shared'),
    blocks: z
      .strictObject({
        from: z.int().min(0).default(0).describe('first shared block, counted from 0'),
        to: z.int().positive().optional().describe('first block after the shared ones (default: all are shared)'),
      })
      .default({ from: 0 })
      .describe('half-open range of the blocks whose parts are shared; parts outside the blocks are not affected'),
  }),
  create: ({ parts, blocks }) => {
    const inRange = (block: number) => block >= blocks.from && block < (blocks.to ?? Infinity);
    const isShared = (whole: string) => {
      const path = whole.replace(/^head\//, '');
      const part = partOf(path);
      const block = blockOf(path);
      return part !== undefined && parts.includes(part) && (block === undefined || inRange(block));
    };
    return { locate: (tower, path) => `${isShared(path) ? 'shared' : tower}/${path}` };
  },
});

/** The part that a path belongs to; undefined for what only one modality has (patches, tokens, positions, pre-norm). */
const partOf = (path: string): Part | undefined => partNames.find((name) => partPaths[name].test(path));

/** The block that a path belongs to, from 0; undefined outside the blocks. */
function blockOf(path: string): number | undefined {
  const match = /^blocks\/(\d+)\//.exec(path);
  return match ? Number(match[1]) : undefined;
}
