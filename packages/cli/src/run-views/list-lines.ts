import type { ListedExperiment, ListedRun } from '@alignclip/experiment';
import { aligned } from './aligned';
import { sizeText, timeText } from './amounts';

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
