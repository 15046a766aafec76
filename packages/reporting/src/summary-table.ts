import { defineComponent, Table } from '@alignclip/core';
import { z } from 'zod';
import { comparison, split } from './options';
import { gapColumns, retrievalColumns, zeroShotColumns } from './score-columns';
import { tableOfScores } from './tables/table-of-scores';

/** The gap with what it is good for: gap measures, retrieval both ways and zero-shot top-1 on one split. */
export const summaryTable = defineComponent(Table)({
  type: 'summary-table',
  options: z.strictObject({
    split,
    classSet: z.string().min(1).default('coarse').describe('class set of the zero-shot column'),
    ...comparison,
  }),
  create: ({ split, classSet, ...comparison }) =>
    tableOfScores(
      `Modality gap, retrieval and zero-shot classification (${split})`,
      [
        ...gapColumns(split),
        ...retrievalColumns(split),
        ...zeroShotColumns(split, { classSets: [classSet], k: [1], group: () => 'zero-shot' }),
      ],
      comparison,
    ),
});
