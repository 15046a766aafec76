import { type JobOutcome, lostAnother, portTaken } from '@alignclip/core';
import type { TaskFiles } from './task-files';

/**
 * The outcome of one of a job's workers, and whether the job shall be run again: where this worker has lost another one
 * that has told no failure, or where its port was taken, which is another one in the next attempt. A worker that fails by
 * itself tells the others, which end with its reason: it would fail each time.
 */
export async function amongWorkers(
  outcome: JobOutcome,
  files: TaskFiles,
  rank: number,
  { SLURM_RESTART_COUNT: attempt = '0' }: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly ending: JobOutcome; readonly isRunAgain: boolean }> {
  if (outcome.kind !== 'failed') return { ending: outcome, isRunAgain: false };
  const { error } = outcome;
  if (portTaken.test(error)) return { ending: outcome, isRunAgain: true };
  if (lostAnother.test(error)) {
    const cause = files.failure(attempt);
    if (cause === undefined) return { ending: outcome, isRunAgain: true };
    const ending = { ...outcome, error: `worker ${cause.rank}: ${cause.error}` };
    return { ending, isRunAgain: false };
  }
  await files.tellFailure(attempt, { rank, error }).catch(() => undefined); // its own outcome or log still says it
  return { ending: outcome, isRunAgain: false };
}
