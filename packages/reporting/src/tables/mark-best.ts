import type { TableColumn, TableRow } from '@alignclip/core';
import { formatNumber } from '../rendering/format-number';

/** Flags the best cells of each column. What looks equal is equal; a column whose cells are all equal has no best. */
export function markBest(rows: readonly TableRow[], columns: readonly TableColumn[]): TableRow[] {
  const best = columns.map((column, i) =>
    bestText(
      rows.flatMap(({ cells }) => cells[i]?.mean ?? []),
      column,
    ),
  );
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
