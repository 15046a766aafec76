import { counted, type Launcher, sizeText, UserError, workerLimit } from '@alignclip/core';
import { exchangeCost } from '@alignclip/training';
import type { Command } from 'commander';
import { availableParallelism } from 'node:os';
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

/** How the cells of a launcher are measured on this machine. */
export interface MeasuredHere {
  /** Workers of each cell. */
  readonly workers: number;
  /** What the measurement can't say. */
  readonly notes: readonly string[];
}

/**
 * Cells of the local launcher have all their workers; those of another one, which has more machines, at most one a core.
 * `parameters`: of the largest cell.
 */
export function measuredHere(
  { workers = 1 }: Pick<Launcher, 'workers'>,
  type: string,
  parameters: number,
  cores = availableParallelism(),
): MeasuredHere {
  if (type === 'local') return { workers, notes: [] };
  const here = Math.min(workers, 2 ** Math.floor(Math.log2(cores)));
  const elsewhere = `measured on this machine; launcher "${type}" runs cells on others, whose speed and number at once it doesn't know`;
  if (workers === 1) return { workers, notes: [elsewhere] };
  const { bytes } = exchangeCost({ workers, batchSize: workers, rowWidth: 1, parameters });
  const sent = `each of the ${counted(workers, 'worker')} of a cell sends at least ${sizeText(bytes)} a step`;
  const fewer = `measured with ${counted(here, 'worker')} of ${workers}, for this machine has ${counted(cores, 'core')}: each makes ${workers / here} times as many rows, and memory is that of ${here}`;
  const network = here === 1 ? 'no exchange is measured' : 'the exchange is measured without a network';
  return { workers: here, notes: [elsewhere, `${network}; ${sent}`, ...(here < workers ? [fewer] : [])] };
}
