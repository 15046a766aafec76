import type { Table, TableColumn, TableRow } from '@alignclip/core';
import { baselineTests, cellComparison, type BaselineTest } from '../comparison/baseline-tests';
import { testNotes } from '../comparison/test-notes';
import { checkFairness, type FairnessOptions } from '../fairness/fairness';
import { tableColumn, type ScoreColumn } from '../options';
import { runsByVariant, scoreCell, type VariantRuns } from '../records';
import { formatNumber } from '../rendering/text';
import { withPublished } from './published-columns';
import { tableNotes } from './table-notes';

/**
 * A table with a row for each variant and a column for each score: mean ± standard deviation over the seeds, tested
 * against `baseline` where it is given, with the paper's figure next to it where the column names one. Rows that differ
 * in more than what is studied are marked.
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
    const shown = withPublished(columns, { columns: tableColumns, rows: markBest(rows, tableColumns) });
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
    const cell = scoreCell(runs, score);
    const test = tests.find((candidate) => candidate.variant === variant && candidate.column === column);
    return cell && test ? { ...cell, comparison: cellComparison(test) } : cell;
  });

/** Flags the best cells of each column. What looks equal is equal; a column whose cells are all equal has no best. */
function markBest(rows: readonly TableRow[], columns: readonly TableColumn[]): TableRow[] {
  const best = columns.map((column, i) => {
    const means = rows.flatMap(({ cells }) => cells[i]?.mean ?? []).filter(Number.isFinite);
    return bestText(means, column);
  });
  return rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell, i) =>
      cell !== undefined && best[i] === formatNumber(cell.mean, columns[i]!) ? { ...cell, best: true } : cell,
    ),
  }));
}

function bestText(means: readonly number[], column: TableColumn): string | undefined {
  const texts = new Set(means.map((mean) => formatNumber(mean, column)));
  if (column.better === 'neither' || texts.size < 2) return undefined;
  return formatNumber(column.better === 'higher' ? Math.max(...means) : Math.min(...means), column);
}
