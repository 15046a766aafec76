import { freeAddresses } from '@alignclip/core';
import { captionBatches } from '../step/caption-batches';
import { commandOf } from '../step/commands';
import { median } from '../step/median';
import { shapes } from '../step/shapes';
import { Side, type Answer } from '../step/side';
import type { Exchanged } from './exchange';
import type { ScaleOptions } from './scale-options';

export interface WorkersRow {
  readonly workers: number;
  readonly threadsEach: number;
  readonly batchSize: number;
  /** Chunks of a batch: one a worker. */
  readonly accumulate: number;
  readonly ms: number;
  /** Of the step, waiting included; null with one worker, as below. */
  readonly exchangeMs: number | null;
  /** That each worker sends in a step. */
  readonly megabytes: number | null;
  readonly pairsPerSecond: number;
}

/** A step of AlignCLIP by so many workers on this machine, each a process with its share of the threads. */
export async function measureWorkers(workers: number, batchSize: number, options: ScaleOptions): Promise<WorkersRow> {
  const threadsEach = Math.max(1, Math.floor(options.threads / workers));
  const shape = { ...shapes[options.shape], batchSize };
  const task = { ...shape, ...(await captionBatches(shape)), variant: 'AlignCLIP', threads: threadsEach };
  const { ours, env } = commandOf('step-worker.ts');
  const addresses = await freeAddresses(workers);
  const sides = addresses.map((_, rank) => {
    const own = workers === 1 ? {} : { accumulate: workers, cluster: { addresses, rank } };
    const given = { ...task, trim: true, compile: false, ...own };
    return new Side(`worker ${rank}`, ours, given, { ...env, TF_NUM_INTRAOP_THREADS: String(threadsEach) });
  });
  try {
    await Promise.all(sides.map(({ ready }) => ready));
    const steps: (Answer & Partial<Exchanged>)[] = [];
    for (let round = -2; round < options.rounds; round++) {
      const answers = await Promise.all(sides.map((side) => side.answer()));
      if (round >= 0) steps.push(answers.reduce((slowest, one) => (one.ms > slowest.ms ? one : slowest)));
    }
    const ms = median(steps.map((step) => step.ms));
    const shared = workers > 1;
    return {
      ...{ workers, threadsEach, batchSize, accumulate: workers, ms, pairsPerSecond: (1000 * batchSize) / ms },
      exchangeMs: shared ? median(steps.map(({ exchangeMs = 0 }) => exchangeMs)) : null,
      megabytes: shared ? (steps[0]!.megabytes ?? null) : null,
    };
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
}

export const workersLine = (row: WorkersRow): string =>
  [
    `${row.workers} × ${row.threadsEach} threads, batch ${row.batchSize}`.padEnd(32),
    `${row.ms.toFixed(1)} ms`.padStart(12),
    `${row.pairsPerSecond.toFixed(0)} pairs/s`.padStart(14),
    ...(row.exchangeMs === null
      ? []
      : [
          `exchange ${row.exchangeMs.toFixed(1)} ms (${((100 * row.exchangeMs) / row.ms).toFixed(1)} %), ${row.megabytes?.toFixed(1)} MB`,
        ]),
  ].join('  ');
