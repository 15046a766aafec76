import type { Table } from '@alignclip/core';
import { tableColumn, type ScoreColumn } from '../measure';
import { cellOf } from '../records/cell-of';
import { runsByVariant } from '../records/runs-by-variant';
import { scoreOf } from '../records/score-of';
import { markBest } from './mark-best';
import { tableNotes } from './table-notes';

/** A table with a row for each variant and a column for each score: mean ± standard deviation over the seeds. */
export const tableOfScores = (title: string, columns: readonly ScoreColumn[]): Table => ({
  title,
  render(records) {
    const variants = runsByVariant(records);
    const tableColumns = columns.map(tableColumn);
    const rows = variants.map(({ variant, runs }) => ({
      name: variant,
      cells: columns.map(({ score }) => cellOf(runs.flatMap((run) => scoreOf(run, score) ?? []))),
    }));
    return { title, columns: tableColumns, rows: markBest(rows, tableColumns), notes: tableNotes(variants, columns) };
  },
});
