import type { RunRecord, Spec } from '@alignclip/core';
import { formatNumber } from '@alignclip/reporting';
import { aligned } from './aligned';
import { sizeText, timeText } from './amounts';

/** What `runs show` prints of one record. */
export const showLines = (record: RunRecord): string[] => [
  `${record.experiment} · ${record.variant} · seed ${record.seed} (profile ${record.profile})`,
  `key ${record.key}`,
  `begun ${record.startedAt}, trained in ${timeText(record.seconds.train)}, evaluated in ${timeText(record.seconds.evaluate)}`,
  ...(record.peakMemory === undefined ? [] : [`held at most ${sizeText(record.peakMemory)} of memory`]),
  ...section(
    'parameters',
    Object.entries(record.parameters).map(([part, count]) => [part, count?.toLocaleString('en') ?? '']),
  ),
  ...section(
    'config',
    Object.entries(record.config).map(([slot, filled]) => [slot, specsText(filled)]),
  ),
  ...section('scores', scoreRows(record)),
  ...section(
    'last values of the curves',
    Object.entries(record.curves).map(([key, values]) => [key, numberText(values.at(-1))]),
  ),
  ...section(
    'provenance',
    Object.entries(record.provenance).map(([part, value]) => [part, provenanceText(value)]),
  ),
];

const section = (title: string, rows: readonly (readonly string[])[]): string[] => [
  '',
  title,
  ...aligned(rows).map((line) => `  ${line}`),
];

function scoreRows({ scores, intervals }: RunRecord): string[][] {
  return Object.entries(scores).map(([key, value]) => {
    const interval = intervals[key];
    return [key, numberText(value), ...(interval ? [`[${interval.map(numberText).join(', ')}]`] : [])];
  });
}

const numberText = (value: number | undefined): string =>
  value === undefined ? '' : formatNumber(value, { percent: false, digits: 4 });

const specsText = (filled: RunRecord['config'][string]): string => [filled].flat().map(specText).join(', ') || 'none';

const specText = ({ type, options }: Spec): string =>
  Object.keys(options).length === 0 ? type : `${type} ${JSON.stringify(options)}`;

const provenanceText = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, part]) => `${name} ${String(part).slice(0, 12)}`)
        .join(', ')
    : String(value);
