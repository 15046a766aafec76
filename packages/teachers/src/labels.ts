import { tf } from '@alignclip/backend';
import { classSetName, Dataset, defineComponent, Teacher, UserError } from '@alignclip/core';
import { z } from 'zod';

/**
 * S_ij = 1 where examples i and j have the same class, else 0; an example without a class agrees with itself only.
 * Throws UserError on an unknown class set, and where a batch has no classes at all.
 */
export const labels = defineComponent(Teacher)({
  type: 'labels',
  options: z.strictObject({
    classSet: z.string().optional().describe("class set that decides (default: the data set's first one)"),
  }),
  inject: [Dataset],
  create: ({ classSet }, dataset): Teacher => {
    const name = classSetName('teacher "labels"', dataset, classSet);
    return {
      name: 'labels',
      similarity: async ({ captions, labels: all }) => {
        const classes = captions.map((_, i) => all?.[i]?.[name]);
        if (classes.every((label) => label === undefined)) {
          throw new UserError(`teacher "labels": no example of the batch has a class of the set "${name}"`);
        }
        const agree = (i: number, j: number) => i === j || (classes[i] !== undefined && classes[i] === classes[j]);
        return tf.tensor2d(captions.map((_, i) => captions.map((__, j) => (agree(i, j) ? 1 : 0))));
      },
    };
  },
});
