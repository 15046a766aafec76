import type { RunRecord, Spec } from '@alignclip/core';
import type { ListedExperiment, ListedRun } from '@alignclip/experiment';
import type { BatchStatus, TaskStatus } from '@alignclip/launchers';
import { formatNumber } from '@alignclip/reporting/text';
import { aligned, sizeText, timeText } from './text';

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

const head = ['variant', 'seed', 'profile', 'state', 'time', 'size', 'key'];

/** What `runs list` prints of one experiment. */
export function listLines({ name, runs, problems }: ListedExperiment): string[] {
  const finished = runs.filter(({ state }) => state === 'finished').length;
  return [
    `${name}: ${runs.length} runs, ${finished} finished`,
    ...aligned([head, ...runs.map(row)], [1, 4, 5]).map((line) => `  ${line}`),
    ...problems.map((problem) => `  can't be read: ${problem}`),
  ];
}

const row = ({ variant, seed, profile, key, state, seconds, steps, bytes }: ListedRun): string[] => [
  variant,
  String(seed),
  profile,
  steps === undefined ? state : `${state} after step ${steps}`,
  seconds === undefined ? '' : timeText(seconds),
  sizeText(bytes),
  key.slice(0, 12),
];

/** What `runs jobs` prints of one job array. */
export const jobLines = ({ name, arrayId, tasks, folder }: BatchStatus): string[] => [
  `${name}${arrayId === undefined ? '' : ` (Slurm job ${arrayId})`}: ${tasks.length} tasks, files in ${folder}`,
  ...aligned(tasks.map((task) => [task.id, task.state, detail(task)])).map((line) => `  ${line}`),
];

function detail({ state, reason, progress }: TaskStatus): string {
  if (state === 'failed' || state === 'PENDING') return reason?.split('\n')[0] ?? '';
  const { phase, step, steps } = progress ?? {};
  if (state === 'done' || phase === undefined) return '';
  return step === undefined ? String(phase) : `${String(phase)} step ${String(step)}/${String(steps)}`;
}
