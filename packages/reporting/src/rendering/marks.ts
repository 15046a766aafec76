import type { Cell, TableColumn, TableModel, TableRow } from '@alignclip/core';
import { formatCell } from './format-number';
import { plainText } from './plain-text';

/** `.823 ± .012‡`: what a column shows of a cell, with a mark where it differs significantly from the baseline. */
export const cellText = (cell: Cell | undefined, column: TableColumn): string =>
  `${formatCell(cell, column)}${cell?.comparison?.significant === true ? '‡' : ''}`;

/** The name, with a mark where the row is no fair comparison. */
export const rowName = ({ name, unfair }: TableRow): string => `${plainText(name)}${unfair === undefined ? '' : ' †'}`;

/** What stands over the names. */
export const rowTitle = ({ rowTitle = 'variant' }: TableModel): string => plainText(rowTitle);

/** A line for each of these marks that the table has. */
export function legend({ rows, baseline }: TableModel): string[] {
  const isSignificant = rows.some(({ cells }) => cells.some((cell) => cell?.comparison?.significant === true));
  const isUnfair = rows.some(({ unfair }) => unfair !== undefined);
  return [
    ...(isSignificant ? [`‡ differs from ${plainText(baseline ?? 'the baseline')}: p ≤ .05 after correction`] : []),
    ...(isUnfair ? ['† no fair comparison: the notes say what else differs'] : []),
  ];
}
