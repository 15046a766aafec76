import { availableParallelism } from 'node:os';
import { benchArguments, chosen, count } from '../step/bench-arguments';
import { shapeNames, type ShapeName } from '../step/shapes';

export interface PairOptions {
  readonly shape: ShapeName;
  readonly rounds: number;
  readonly steps: number;
  readonly threads: number;
  readonly json: boolean;
}

export const usage = `npm run bench:pair -- [options]     two training processes at once against one after the other
  --shape tiny|small|base    (default tiny)
  --steps N      of each process a round (default 20)
  --rounds N     (default 5)
  --threads N    of each process (default: one a core)
  --json         prints { rows } alone on stdout; ratio above 1 where two at once are faster`;

/** Throws UserError on an option or a value that is not known; undefined where help is asked for. */
export function pairOptions(args: readonly string[]): PairOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const known = { shape: text, rounds: text, steps: text, threads: text, json: flag, help: flag };
  const values = benchArguments(args, known, usage);
  if (values.help) return undefined;
  return {
    shape: chosen('--shape', [values.shape ?? 'tiny'], shapeNames)[0]!,
    steps: count('--steps', values.steps ?? '20'),
    rounds: count('--rounds', values.rounds ?? '5'),
    threads: count('--threads', values.threads ?? String(availableParallelism())),
    json: values.json,
  };
}
