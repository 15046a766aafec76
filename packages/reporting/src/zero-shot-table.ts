import { defineComponent, Table } from '@alignclip/core';
import { z } from 'zod';
import { comparison, ranks, splits } from './tables/options';
import { zeroShotColumns } from './tables/score-columns';
import { tableOfScores } from './tables/table-of-scores';

/** Accuracy of zero-shot classification by class prompts, for each split and class set. */
export const zeroShotTable = defineComponent(Table)({
  type: 'zero-shot-table',
  options: z.strictObject({
    splits: splits('test'),
    classSets: z.array(z.string().min(1)).min(1).default(['coarse', 'subgroup']),
    k: ranks(1, 5),
    ...comparison,
  }),
  create: ({ splits, classSets, k, ...comparison }) =>
    tableOfScores(
      splits.length === 1 ? `Zero-shot classification (${splits[0]})` : 'Zero-shot classification',
      splits.flatMap((split) =>
        classSets.flatMap((classSet) =>
          zeroShotColumns(split, classSet, k, splits.length === 1 ? classSet : `${split} ${classSet}`),
        ),
      ),
      comparison,
    ),
});
