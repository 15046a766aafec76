import { benchArguments, count } from '../step/bench-arguments';
import { availableParallelism } from 'node:os';

export interface EpochOptions {
  readonly rounds: number;
  readonly threads: number;
  /** DataLoader processes of the other side. */
  readonly workers: number;
  readonly json: boolean;
}

export const usage = `npm run bench:epoch -- [options]     an epoch of AlignCLIP on the embedded data, ours against the paper's way in PyTorch
  --rounds N     timed epochs of each side, in turn (default 3)
  --threads N    of either side (default: one a core)
  --workers N    processes in which the other side reads images, 0 for none (default: one a core)
  --json         prints { rows } alone on stdout`;

/** Throws UserError on an option or a value that is not known; undefined where help is asked for. */
export function epochOptions(args: readonly string[]): EpochOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const values = benchArguments(args, { rounds: text, threads: text, workers: text, json: flag, help: flag }, usage);
  if (values.help) return undefined;
  return {
    rounds: count('--rounds', values.rounds ?? '3'),
    threads: count('--threads', values.threads ?? String(availableParallelism())),
    workers: values.workers === '0' ? 0 : count('--workers', values.workers ?? String(availableParallelism())),
    json: values.json,
  };
}
