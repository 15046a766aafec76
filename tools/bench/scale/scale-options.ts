import { availableParallelism } from 'node:os';
import { benchArguments, chosen, count } from '../step/bench-arguments';
import type { ShapeName } from '../step/shapes';

const axisNames = ['batch', 'chunk', 'width', 'examples'] as const;
export type AxisName = (typeof axisNames)[number];

export interface ScaleOptions {
  readonly axes: readonly AxisName[];
  readonly rounds: number;
  readonly threads: number;
  readonly json: boolean;
  /** Print the model of what workers exchange; nothing is measured. */
  readonly model: boolean;
  /** Numbers of workers to compare; none measures the axes. */
  readonly workers: readonly number[];
  readonly shape: ShapeName;
  /** Batch sizes, with workers. */
  readonly batches: readonly number[];
}

export const usage = `npm run bench:scale -- [options]     time and peak memory against batch size, chunk (accumulate), width and size of the data set
  --axis batch|chunk|width|examples    only this one (may be repeated)
  --rounds N     timed steps a point (default 5)
  --threads N    (default: one a core; with --workers: divided among them)
  --workers N    a step of AlignCLIP by so many workers, with captions trimmed (may be repeated)
  --size tiny|small, --batch N    with --workers (default: small, 256; --batch may be repeated)
  --model        prints what workers exchange up to 64 of them, computed, as docs/performance.md has it
  --json         prints { rows, slopes } alone on stdout; slopes are those of the logarithms`;

/** Throws UserError on an option or a value that is not known; undefined where help is asked for. */
export function scaleOptions(args: readonly string[]): ScaleOptions | undefined {
  const text = { type: 'string' } as const;
  const many = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean', default: false } as const;
  const known = { axis: many, rounds: text, threads: text, workers: many, size: text, batch: many };
  const values = benchArguments(args, { ...known, json: flag, model: flag, help: flag }, usage);
  if (values.help) return undefined;
  return {
    axes: chosen('--axis', values.axis, axisNames),
    rounds: count('--rounds', values.rounds ?? '5'),
    threads: count('--threads', values.threads ?? String(availableParallelism())),
    json: values.json,
    model: values.model,
    workers: (values.workers ?? []).map((value) => count('--workers', value)),
    shape: chosen('--size', [values.size ?? 'small'], ['tiny', 'small'] as const)[0]!,
    batches: (values.batch ?? ['256']).map((value) => count('--batch', value)),
  };
}
