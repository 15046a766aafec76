import type { Table, TableRow } from '@alignclip/core';
import { baselineTests, cellComparison, type BaselineTest } from '../comparison/baseline-tests';
import { testNotes } from '../comparison/test-notes';
import { checkFairness, type FairnessOptions } from '../fairness/fairness';
import { tableColumn, type ScoreColumn } from '../measure';
import { cellOf } from '../records/cell-of';
import { runsByVariant, type VariantRuns } from '../records/runs-by-variant';
import { scoreOf } from '../records/score-of';
import { markBest } from './mark-best';
import { besidePublished } from './published-columns';
import { tableNotes } from './table-notes';

/**
 * A table with a row for each variant and a column for each score: mean ± standard deviation over the seeds, tested
 * against `baseline` where it is given, with the paper's figure beside it where the column names one. Rows that differ in
 * more than what is studied are marked.
 */
export const tableOfScores = (
  title: string,
  columns: readonly ScoreColumn[],
  comparison: FairnessOptions = {},
): Table => ({
  title,
  render(records) {
    const variants = runsByVariant(records);
    const tests = baselineTests(variants, columns, comparison.baseline);
    const { unfair, notes } = checkFairness(variants, comparison);
    const tableColumns = columns.map(tableColumn);
    const rows = variants.map((row): TableRow => {
      const differences = unfair.get(row.variant);
      const cells = cellsOf(row, columns, tests);
      return { name: row.variant, cells, ...(differences && { unfair: differences }) };
    });
    const shown = besidePublished(columns, { columns: tableColumns, rows: markBest(rows, tableColumns) });
    return {
      title,
      ...(comparison.baseline === undefined ? {} : { baseline: comparison.baseline }),
      columns: shown.columns,
      rows: shown.rows,
      notes: [
        ...tableNotes(variants, columns),
        ...testNotes(variants, tests, comparison.baseline),
        ...notes,
        ...shown.notes,
      ],
    };
  },
});

const cellsOf = ({ variant, runs }: VariantRuns, columns: readonly ScoreColumn[], tests: readonly BaselineTest[]) =>
  columns.map(({ score }, column) => {
    const cell = cellOf(runs.flatMap((run) => scoreOf(run, score) ?? []));
    const test = tests.find((candidate) => candidate.variant === variant && candidate.column === column);
    return cell && test ? { ...cell, comparison: cellComparison(test) } : cell;
  });
