import { defineComponent, SharingStrategy, z } from 'alignclip';

/** Shares every n-th block, counted from the first; all else belongs to one tower. */
export const newSharing = defineComponent(SharingStrategy)({
  type: 'new-sharing',
  options: z.strictObject({ every: z.int().positive().default(2).describe('share each block whose index it divides') }),
  create: ({ every }) => ({
    locate: (tower, path) => {
      const block = /^blocks\/(\d+)\//.exec(path)?.[1];
      const isShared = block !== undefined && Number(block) % every === 0;
      return `${isShared ? 'shared' : tower}/${path}`;
    },
  }),
});
