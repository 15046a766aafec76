import { defineComponent, Table } from '@alignclip/core';
import { z } from 'zod';
import { scoreColumn } from './measure';
import { comparison } from './tables/options';
import { tableOfScores } from './tables/table-of-scores';

/** The general table: a row for each variant, a column for each score that its options name. */
export const scoreTable = defineComponent(Table)({
  type: 'score-table',
  options: z.strictObject({ title: z.string().min(1), columns: z.array(scoreColumn).min(1), ...comparison }),
  create: ({ title, columns, ...comparison }) => tableOfScores(title, columns, comparison),
});
