import { defineComponent, Table } from '@alignclip/core';
import { z } from 'zod';
import { comparison, scoreColumn, titleOption } from './options';
import { tableOfScores } from './tables/table-of-scores';

/** The general table: a row for each variant, a column for each score that its options name. */
export const scoreTable = defineComponent(Table)({
  type: 'score-table',
  options: z.strictObject({
    title: titleOption,
    columns: z.array(scoreColumn).min(1).describe('columns, in their order'),
    ...comparison,
  }),
  create: ({ title, columns, ...comparison }) => tableOfScores(title, columns, comparison),
});
