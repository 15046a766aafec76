import { UserError, workerLimit } from '@alignclip/core';
import type { Command } from 'commander';
import { wholeNumber } from './whole-number';

export interface WorkerOptions {
  readonly workers?: string;
  readonly workerLimit?: string;
}

/** The options of cells that several processes train together. */
export const withWorkers = (command: Command): Command =>
  command
    .option('--workers <number>', 'processes that train each cell together: 1, 2, 4, 8, … (default: 1)')
    .option('--worker-limit <seconds>', `how long a worker waits for the others (default: ${workerLimit})`);

/** Throws UserError on a number of workers that is no power of two, and on a limit without workers. */
export function workersOf({ workers, workerLimit: limit }: WorkerOptions): { count: number; limit: number } {
  const count = workers === undefined ? 1 : wholeNumber('--workers', workers, 1, 4096);
  if (!Number.isInteger(Math.log2(count)))
    throw new UserError(
      `--workers = ${count}: must be a power of two, for example ${2 ** Math.floor(Math.log2(count))}`,
    );
  if (limit !== undefined && count === 1) throw new UserError('--worker-limit: needs --workers of 2 or more');
  return { count, limit: limit === undefined ? workerLimit : wholeNumber('--worker-limit', limit, 1, 86_400) };
}
