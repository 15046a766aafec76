import { defineComponent, Table } from '@alignclip/core';
import { z } from 'zod';
import { comparison, ranks, splits } from './tables/options';
import { retrievalColumns } from './tables/score-columns';
import { tableOfScores } from './tables/table-of-scores';

/** Recall at k, from images to texts and from texts to images. */
export const retrievalTable = defineComponent(Table)({
  type: 'retrieval-table',
  options: z.strictObject({ splits: splits('test'), k: ranks(1, 5, 10), ...comparison }),
  create: ({ splits, k, ...comparison }) =>
    tableOfScores(
      splits.length === 1 ? `Zero-shot retrieval (${splits[0]})` : 'Zero-shot retrieval',
      splits.flatMap((split) => retrievalColumns(split, k, splits.length === 1 ? undefined : split)),
      comparison,
    ),
});
