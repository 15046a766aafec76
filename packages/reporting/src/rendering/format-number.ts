import type { Cell } from '@alignclip/core';
import type { Format } from '../measure';

/** `.823`, `−.360`, `1.000`; as a percentage `41.2`. What isn't finite is a dash. */
export function formatNumber(value: number, { percent, digits }: Format): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(percent ? value * 100 : value).toFixed(digits);
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return `${sign}${percent ? text : text.replace(/^0\./, '.')}`;
}

/** `.823 ± .012`; without the spread where there is one seed; a dash where there is nothing. */
export function formatCell(cell: Cell | undefined, format: Format): string {
  if (cell === undefined) return '–';
  const spread = cell.sd === undefined || !Number.isFinite(cell.sd) ? '' : ` ± ${formatNumber(cell.sd, format)}`;
  return `${formatNumber(cell.mean, format)}${spread}`;
}
