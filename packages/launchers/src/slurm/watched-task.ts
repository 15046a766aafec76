import type { Job, JobEvent } from '@alignclip/core';
import { existsSync } from 'node:fs';
import type { BatchFolder } from './batch-folder';
import { finalState } from './slurm-commands';
import type { TaskFiles } from './task-files';

/** A job, and the task of a job array that does it. */
export interface WatchedTask {
  readonly job: Job;
  readonly batch: BatchFolder;
  readonly index: number;
  readonly arrayId: string;
}

/** What has become of a task that Slurm no longer has. */
export async function endingOf({ job: { id }, batch, index, arrayId }: WatchedTask): Promise<JobEvent> {
  const files = batch.task(index);
  const outcome = files.outcome();
  if (outcome?.kind === 'done' || outcome?.kind === 'failed') return { ...outcome, id };
  const state = await finalState(arrayId, index);
  if (state === 'TIMEOUT') {
    const error = 'stopped by its time limit (TIMEOUT); the same command goes on from its checkpoint: raise "time"';
    return { kind: 'failed', id, error };
  }
  if (outcome !== undefined || wasStopped(state, files)) return { kind: 'interrupted', id };
  const error = `Slurm task ${arrayId}_${index} ended as ${state ?? 'unknown'} without a word; its log ${files.logPath} ends:`;
  return { kind: 'failed', id, error: `${error}\n${files.endOfLog()}`.trim() };
}

/** Cancelled from outside, perhaps before it began; the work goes on where it is submitted again. */
const wasStopped = (state: string | undefined, { logPath }: TaskFiles): boolean =>
  state === undefined ? !existsSync(logPath) : ['CANCELLED', 'PREEMPTED'].includes(state);
