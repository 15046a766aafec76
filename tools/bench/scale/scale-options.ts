import { availableParallelism } from 'node:os';
import { benchArguments, chosen, count } from '../step/bench-arguments';

const axisNames = ['batch', 'chunk', 'width', 'examples'] as const;
export type AxisName = (typeof axisNames)[number];

export interface ScaleOptions {
  readonly axes: readonly AxisName[];
  readonly rounds: number;
  readonly threads: number;
  readonly json: boolean;
}

export const usage = `npm run bench:scale -- [options]     time and peak memory against batch size, chunk (accumulate), width and size of the data set
  --axis batch|chunk|width|examples    only this one (may be repeated)
  --rounds N     timed steps a point (default 5)
  --threads N    (default: one a core)
  --json         prints { rows, slopes } alone on stdout; slopes are those of the logarithms`;

/** Throws UserError on an option or a value that is not known; undefined where help is asked for. */
export function scaleOptions(args: readonly string[]): ScaleOptions | undefined {
  const text = { type: 'string' } as const;
  const many = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean', default: false } as const;
  const values = benchArguments(args, { axis: many, rounds: text, threads: text, json: flag, help: flag }, usage);
  if (values.help) return undefined;
  return {
    axes: chosen('--axis', values.axis, axisNames),
    rounds: count('--rounds', values.rounds ?? '5'),
    threads: count('--threads', values.threads ?? String(availableParallelism())),
    json: values.json,
  };
}
