import { defineComponent, Table } from '@alignclip/core';
import { z } from 'zod';
import { comparison, splits } from './tables/options';
import { gapColumns, gapMeasureNames } from './tables/score-columns';
import { tableOfScores } from './tables/table-of-scores';

/** Alignment scores on several splits, as in Table 1 of the paper; other gap measures on request. */
export const alignmentTable = defineComponent(Table)({
  type: 'alignment-table',
  options: z.strictObject({
    splits: splits('test', 'shift', 'test-shift'),
    measures: z.array(z.enum(gapMeasureNames)).min(1).default(['alignment-score']),
    ...comparison,
  }),
  create: ({ splits, measures, ...comparison }) =>
    tableOfScores(
      'Cross-modal alignment',
      splits.flatMap((split) => gapColumns(split, measures, split)),
      comparison,
    ),
});
