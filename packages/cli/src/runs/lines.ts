import { counted, pairOf, sizeText, timeText, type Json, type RunRecord, type Spec } from '@alignclip/core';
import type { ListedExperiment, ListedRun } from '@alignclip/experiment';
import type { BatchStatus, TaskStatus } from '@alignclip/launchers';
import { formatNumber } from '@alignclip/reporting/text';

type MapFit = NonNullable<RunRecord['maps']>[number];

/** "centring: fitted on 450 examples of split train", with what marks its numbers. */
export function fitLine({ type, fitOn, examples, transductive, note, scoredOn = [] }: Fitted): string {
  const isScored = scoredOn.includes(fitOn);
  const marks = `${transductive ? '; transductive' : ''}${isScored ? '; fitted on what is scored' : ''}${note === undefined ? '' : `; ${note}`}`;
  return `${type}: fitted on ${counted(examples, 'example')} of split "${fitOn}"${marks}`;
}

type Fitted = Omit<MapFit, 'scoredOn'> & Partial<Pick<MapFit, 'scoredOn'>>;

/** The output of `runs show` for one record. */
export const showLines = (record: RunRecord): string[] => [
  `${record.experiment} · ${record.variant} · seed ${pairOf(record)} (profile ${record.profile})`,
  `key ${record.key}`,
  `started ${record.startedAt}, trained in ${timeText(record.seconds.train)}, evaluated in ${timeText(record.seconds.evaluate)}`,
  ...(record.peakMemory === undefined ? [] : [`peak memory ${sizeText(record.peakMemory)}`]),
  ...section(
    'parameters',
    Object.entries(record.parameters).map(([part, count]) => [part, count?.toLocaleString('en') ?? '']),
  ),
  ...section(
    'config',
    Object.entries(record.config).map(([slot, filled]) => [slot, specsText(filled)]),
  ),
  ...(record.maps === undefined
    ? []
    : section(
        'maps',
        record.maps.map((map) => [fitLine(map)]),
      )),
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

function scoreRows({ scores, undefinedScores = {}, intervals }: RunRecord): string[][] {
  const known = Object.entries(scores).map(([key, value]) => {
    const interval = intervals[key];
    return [key, numberText(value), ...(interval ? [`[${interval.map(numberText).join(', ')}]`] : [])];
  });
  return [...known, ...Object.entries(undefinedScores).map(([key, reason]) => [key, 'undefined', reason])];
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

/** The output of `runs list` for one experiment. */
export function listLines({ name, runs, problems }: ListedExperiment): string[] {
  const finished = runs.filter(({ state }) => state === 'finished').length;
  return [
    `${name}: ${counted(runs.length, 'run')}, ${finished} finished`,
    ...aligned([head, ...runs.map(row)], [1, 4, 5]).map((line) => `  ${line}`),
    ...problems.map((problem) => `  can't be read: ${problem}`),
  ];
}

const row = ({ variant, seed, fold, profile, key, state, seconds, steps, bytes }: ListedRun): string[] => [
  variant,
  fold === undefined ? String(seed) : `${seed}, fold ${fold}`,
  profile,
  steps === undefined ? state : `${state} after step ${steps}`,
  seconds === undefined ? '' : timeText(seconds),
  sizeText(bytes),
  key.slice(0, 12),
];

/** The output of `runs jobs` for one job array. */
export const jobLines = ({ name, arrayId, tasks, folder }: BatchStatus): string[] => [
  `${name}${arrayId === undefined ? '' : ` (Slurm job ${arrayId})`}: ${counted(tasks.length, 'task')}, files in ${folder}`,
  ...aligned(tasks.map((task) => [task.id, task.state, detail(task)])).map((line) => `  ${line}`),
];

function detail({ state, reason, progress }: TaskStatus): string {
  if (state === 'failed' || state === 'PENDING') return reason?.split('\n')[0] ?? '';
  const { phase, step, steps } = progress ?? {};
  if (state === 'done' || phase === undefined) return '';
  return step === undefined ? shown(phase) : `${shown(phase)} step ${shown(step)}/${shown(steps)}`;
}

const shown = (value: Json | undefined): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Rows of text as lines with aligned columns; `right`: the columns that are aligned on the right. */
export function aligned(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, i) => (right.includes(i) ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}
