import type { RunRecord } from '@alignclip/core';
import { configDifferences, provenanceDifferences } from '@alignclip/reporting';
import { aligned } from './aligned';

/** What `runs diff` prints: where the second run's set-up differs from the first's. */
export function diffLines(before: RunRecord, after: RunRecord): string[] {
  const { differences, unknown } = provenanceDifferences(before, after);
  const rows = [
    ...plainFields(before, after),
    ...configDifferences(before.config, after.config).map(({ path, before, after }) => [
      path,
      valueText(before),
      valueText(after),
    ]),
  ];
  return [
    ...aligned([['', nameOf(before), nameOf(after)], ...rows]),
    ...(rows.length === 0 ? ['no difference of configuration'] : []),
    ...differences.map(({ kind, text }) => `${kind}: ${text}`),
    ...(unknown.length > 0 ? [`not told by the records: ${unknown.join(', ')}`] : []),
  ];
}

const nameOf = ({ experiment, variant, seed }: RunRecord): string => `${experiment} · ${variant} · seed ${seed}`;

const plainFields = (before: RunRecord, after: RunRecord): string[][] =>
  (['experiment', 'profile', 'seed'] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => [field, String(before[field]), String(after[field])]);

const valueText = (value: unknown): string =>
  value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
