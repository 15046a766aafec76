import { UserError, type RunRecord } from '@alignclip/core';
import { formatNumber, tableOfScores } from '@alignclip/reporting';
import { aligned } from './aligned';
import { labelled } from './labelled-runs';

/** What `runs compare` prints: a line for each score, mean ± sd over the seeds of each variant. */
export function compareLines(records: readonly RunRecord[], wanted: readonly string[] = []): string[] {
  const runs = labelled(records);
  const known = [...new Set(runs.flatMap(({ scores }) => Object.keys(scores)))];
  const keys = wanted.length === 0 ? known : known.filter((key) => wanted.some((part) => key.includes(part)));
  if (keys.length === 0)
    throw new UserError(`--score ${wanted.join(' ')}: no score has that in its name; there are ${known.join(', ')}`);
  const columns = keys.map((score) => ({ title: score, score, percent: false, better: 'neither' as const, digits: 4 }));
  const { rows, notes } = tableOfScores('comparison', columns).render(runs);
  const lines = keys.map((key, i) => [key, ...rows.map(({ cells }) => cellText(cells[i]))]);
  const seeds = rows.map(({ name }) => {
    const count = new Set(runs.filter(({ variant }) => variant === name).map(({ seed }) => seed)).size;
    return `${count} ${count === 1 ? 'seed' : 'seeds'}`;
  });
  return [...aligned([['', ...rows.map(({ name }) => name)], ['', ...seeds], ...lines]), ...notes];
}

interface Spread {
  readonly mean: number;
  readonly sd?: number;
}

function cellText(cell: Spread | undefined): string {
  if (cell === undefined) return '–';
  const text = (value: number) => formatNumber(value, { percent: false, digits: 4 });
  return cell.sd === undefined || !Number.isFinite(cell.sd) ? text(cell.mean) : `${text(cell.mean)} ± ${text(cell.sd)}`;
}
