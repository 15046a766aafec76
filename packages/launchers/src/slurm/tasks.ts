import type { Job, JobEvent } from '@alignclip/core';
import { existsSync } from 'node:fs';
import { BatchFolder } from './batch-folder';
import { finalState, taskName, type QueuedTask } from './slurm-commands';
import type { TaskFiles } from './task-files';

/** A job, and the task of a job array that runs it. */
export interface WatchedTask {
  readonly job: Job;
  readonly batch: BatchFolder;
  readonly index: number;
  readonly arrayId: string;
}

/** The jobs that tasks of earlier runs of the same sweep still run or wait to run. */
export function attach(
  runFolder: string,
  jobs: readonly Job[],
  queued: ReadonlyMap<string, QueuedTask>,
): WatchedTask[] {
  const names = new Set([...queued.keys()].map((name) => name.split('/')[0]));
  const batches = BatchFolder.earlier(runFolder).filter(({ name }) => names.has(name));
  return jobs.flatMap((job) => {
    for (const batch of batches) {
      const index = batch.indexOf(job);
      const task = index === undefined ? undefined : queued.get(taskName(batch.name, index));
      if (task !== undefined && task.state !== 'COMPLETING') {
        return [{ job, batch, index: index!, arrayId: task.jobId }];
      }
    }
    return [];
  });
}

/** How a task ended that is no longer in Slurm's queue. */
export async function endingOf({ job: { id }, batch, index, arrayId }: WatchedTask): Promise<JobEvent> {
  const files = batch.task(index);
  const outcome = files.outcome();
  if (outcome?.kind === 'done' || outcome?.kind === 'failed') return { ...outcome, id };
  const state = await finalState(arrayId, index);
  if (state === 'TIMEOUT') {
    const error = 'stopped by its time limit (TIMEOUT); the same command resumes it from its checkpoint: raise "time"';
    return { kind: 'failed', id, error };
  }
  if (outcome !== undefined || wasStopped(state, files)) return { kind: 'interrupted', id };
  const error = `Slurm task ${arrayId}_${index} ended as ${state ?? 'unknown'} without an outcome; its log ${files.logPath} ends:`;
  return { kind: 'failed', id, error: `${error}\n${files.endOfLog()}`.trim() };
}

/** Cancelled from outside, perhaps before it began; when it is submitted again, the work resumes. */
const wasStopped = (state: string | undefined, { logPath }: TaskFiles): boolean =>
  state === undefined ? !existsSync(logPath) : ['CANCELLED', 'PREEMPTED'].includes(state);
