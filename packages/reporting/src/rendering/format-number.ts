import type { Cell, Interval, NumberFormat as Format, TableColumn } from '@alignclip/core';

/** `.823`, `−.360`, `1.000`; as a percentage `41.2`. What isn't finite is a dash. */
export function formatNumber(value: number, { percent, digits }: Format): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(percent ? value * 100 : value).toFixed(digits);
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return `${sign}${percent ? text : text.replace(/^0\./, '.')}`;
}

/** `.031`, `<.001`, `1`: three decimals of a p-value. */
export function formatP(p: number): string {
  if (!Number.isFinite(p)) return '–';
  if (p < 0.001) return '<.001';
  return p === 1 ? '1' : formatNumber(p, { percent: false, digits: 3 });
}

/** What the column shows of a cell: `.823 ± .012` (without the spread where there is one seed), `.810 to .836`, a p. */
export function formatCell(cell: Cell | undefined, column: Format & Pick<TableColumn, 'shows' | 'empty'>): string {
  if (cell === undefined) return column.empty ?? '–';
  const format = cell.format ?? column;
  if (column.shows === 'p-value') return formatP(cell.mean);
  if (column.shows === 'interval') return formatInterval(cell.interval, format);
  const spread = cell.sd === undefined || !Number.isFinite(cell.sd) ? '' : ` ± ${formatNumber(cell.sd, format)}`;
  return `${formatNumber(cell.mean, format)}${spread}`;
}

export const formatInterval = (interval: Interval | undefined, format: Format): string =>
  interval === undefined ? '–' : interval.map((end) => formatNumber(end, format)).join(' to ');
