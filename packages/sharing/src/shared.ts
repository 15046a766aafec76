import { defineComponent, SharingStrategy, UserError, type Modality, type TowerShapes } from '@alignclip/core';
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
      .describe(
        'parts that are shared where both towers have them; their shapes must be equal, and of towers of different depth the first blocks are shared',
      ),
    blocks: z
      .strictObject({
        from: z.int().min(0).default(0).describe('first shared block, counted from 0'),
        to: z.int().positive().optional().describe('first block after the shared ones (default: all are shared)'),
      })
      .default({ from: 0 })
      .describe('half-open range of the blocks whose parts are shared; parts outside the blocks are not affected'),
  }),
  create: (options) => {
    const isShared = sharedBy(options);
    return {
      locate: (tower, path) => `${isShared(path) ? 'shared' : tower}/${path}`,
      check: (towers) => checkTowers(options, towers),
    };
  },
});

interface Options {
  readonly parts: readonly Part[];
  readonly blocks: { readonly from: number; readonly to?: number | undefined };
}

/** Whether a path is shared; those of a head as those of a tower. */
const sharedBy = ({ parts, blocks: { from, to = Infinity } }: Options) => {
  return (path: string): boolean => {
    const part = partOf(path);
    const block = blockOf(path);
    return part !== undefined && parts.includes(part) && (block === undefined || (block >= from && block < to));
  };
};

type Towers = Readonly<Record<Modality, TowerShapes>>;

/** Throws UserError where a shared path has two shapes, or where no path is shared, and names what fits. */
function checkTowers(options: Options, towers: Towers): void {
  const common = commonPaths(options, towers);
  const unequal = common.find((path) => !isEqual(towers, path));
  if (unequal === undefined && common.length > 0) return;
  const shapes = (path: string) =>
    `[${towers.image.get(path)!.join(', ')}] in the image tower and [${towers.text.get(path)!.join(', ')}] in the text tower`;
  const problem =
    unequal === undefined
      ? `the towers have nothing in common in ${list(options.parts)}${inBlocks(options.blocks)}, so nothing would be shared`
      : `"${partOf(unequal)!}" can't be shared: ${unequal} is ${shapes(unequal)}`;
  throw new UserError(`sharing.parts: ${problem}; ${advice(options, towers)}`);
}

const commonPaths = (options: Options, { image, text }: Towers): string[] =>
  [...image.keys()].filter((path) => text.has(path) && sharedBy(options)(path));

const isEqual = ({ image, text }: Towers, path: string): boolean => image.get(path)!.join() === text.get(path)!.join();

/** The widest choice that these towers can share. */
function advice({ parts, blocks }: Options, towers: Towers): string {
  const fits = (part: Part, range: Options['blocks']) => {
    const common = commonPaths({ parts: [part], blocks: range }, towers);
    return common.length > 0 && common.every((path) => isEqual(towers, path));
  };
  const found = (wanted: readonly Part[], range: Options['blocks']) => {
    const fitting = wanted.filter((part) => fits(part, range));
    return fitting.length > 0 ? `these towers can share ${call(fitting, range)}` : undefined;
  };
  const all = { from: 0 };
  const choice = found(parts, blocks) ?? found(parts, all) ?? found(partNames, blocks) ?? found(partNames, all);
  if (choice !== undefined) return choice;
  return 'these towers can share nothing: give them equal widths, share the trunk of a head (residualTrunk), or use separate()';
}

const call = (parts: readonly Part[], { from, to }: Options['blocks']): string => {
  const range = [from > 0 && `from: ${from}`, to !== undefined && `to: ${to}`].filter(Boolean).join(', ');
  return `shared({ parts: [${list(parts)}]${range && `, blocks: { ${range} }`} })`;
};

const list = (parts: readonly Part[]): string => parts.map((part) => `'${part}'`).join(', ');

const inBlocks = ({ from, to }: Options['blocks']): string =>
  from === 0 && to === undefined ? '' : ` of blocks ${from} to ${to === undefined ? 'the last' : to - 1}`;

/** The part that a path belongs to; undefined for what only one modality has (patches, tokens, positions, pre-norm). */
const partOf = (path: string): Part | undefined => partNames.find((name) => partPaths[name].test(ofTower(path)));

/** The block that a path belongs to, from 0; undefined outside the blocks. */
function blockOf(path: string): number | undefined {
  const match = /^blocks\/(\d+)\//.exec(ofTower(path));
  return match ? Number(match[1]) : undefined;
}

const ofTower = (path: string): string => path.replace(/^head\//, '');
