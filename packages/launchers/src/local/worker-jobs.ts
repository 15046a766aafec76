import { freeAddresses, type Job, type JobEvent, lostAnother, tfConfig } from '@alignclip/core';
import { workersSetting } from '../workers';
import { runChildJob, type ChildJobOptions } from './child-job';

export interface Workers {
  /** Of each job. */
  readonly count: number;
  /** Seconds that a worker waits for the others. */
  readonly limit: number;
}

/** Seconds beyond the limit after which workers are ended that should have ended by themselves. */
const grace = 10;

/**
 * Runs a job in several processes of this machine that work together, and gives its last event. The first one reports. Where
 * they have lost each other, those that don't end in time are ended.
 */
export async function runWorkers(job: Job, options: ChildJobOptions, workers: Workers): Promise<JobEvent> {
  const addresses = await freeAddresses(workers.count);
  const peaks = addresses.map(() => 0);
  const running = new Map<number, () => void>();
  const late = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  const endLate = () => {
    for (const [rank, end] of running) {
      late.add(rank);
      end();
    }
  };
  const endings = await Promise.all(
    addresses.map(async (_, rank) => {
      const ending = await runChildJob(job, {
        ...options,
        emit: rank === 0 ? options.emit : () => undefined,
        onPeak: (bytes) => {
          peaks[rank] = Math.max(peaks[rank]!, bytes);
          options.onPeak(peaks.reduce((sum, peak) => sum + peak));
        },
        onStart: (end) => running.set(rank, end),
        environment: {
          ...workersSetting({ size: workers.count, limit: workers.limit, by: 'TF_CONFIG' }),
          TF_CONFIG: tfConfig({ addresses, rank }),
        },
      });
      running.delete(rank);
      if (late.has(rank)) return tooLate(ending, workers.limit + grace);
      if (ending.kind === 'failed' && lostAnother.test(ending.error))
        timer ??= setTimeout(endLate, 1000 * (workers.limit + grace));
      return ending;
    }),
  );
  clearTimeout(timer);
  return together(endings);
}

const endedHere = 'ended by the launcher';

/** The ending of a worker that was killed for being late, which isn't to be taken for one that ran out of memory. */
export const tooLate = (ending: JobEvent, seconds: number): JobEvent =>
  ending.kind === 'failed'
    ? {
        ...ending,
        error: `${endedHere}: it hung for ${seconds} s after another worker had lost it; run the same command to resume`,
      }
    : ending;

/** The ending of the job: that of the first worker, unless another one failed or was stopped, which is why it failed. */
export function together(endings: readonly JobEvent[]): JobEvent {
  const [first] = endings;
  if (first!.kind !== 'failed') return first!;
  const failed = endings.flatMap((ending, rank) => (ending.kind === 'failed' ? [{ ...ending, rank }] : []));
  const own = failed.filter(({ error }) => !lostAnother.test(error));
  const cause = own.find(({ error }) => !error.startsWith(endedHere)) ?? own[0];
  const stopped = endings.find(({ kind }) => kind === 'interrupted'); // before it could tell the others
  if (cause === undefined && stopped) return stopped;
  const { rank, ...reason } = cause ?? failed[0]!;
  return rank === 0 ? reason : { ...reason, error: `worker ${rank}: ${reason.error}` };
}
