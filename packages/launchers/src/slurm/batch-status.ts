import type { JsonObject } from '@alignclip/core';
import { BatchFolder } from './batch-folder';
import { taskName, type QueuedTask } from './slurm-commands';
import { finalState, queuedTasks, reasonOf } from './slurm-commands';

export interface TaskStatus {
  /** The id of the job. */
  readonly id: string;
  /** `done`, `failed` or `interrupted`; while Slurm has the task, its state, e.g. RUNNING; TIMEOUT where it ended so. */
  readonly state: string;
  /** Why it is waiting, or the error with which it ended. */
  readonly reason: string | undefined;
  /** Its last report. */
  readonly progress: JsonObject | undefined;
  readonly log: string;
}

/** One job array of an earlier run, and the state of its tasks. */
export interface BatchStatus {
  readonly name: string;
  readonly folder: string;
  readonly arrayId: string | undefined;
  readonly tasks: readonly TaskStatus[];
}

/**
 * The job arrays of a run folder, newest first, by their files and Slurm's queue. `problem`: why the queue is unknown,
 * where Slurm does not answer.
 */
export async function slurmStatus(runFolder: string): Promise<{ batches: BatchStatus[]; problem?: string }> {
  const batches = BatchFolder.earlier(runFolder);
  if (batches.length === 0) return { batches: [] };
  try {
    const queued = await queuedTasks();
    return { batches: await Promise.all(batches.map((batch) => statusOf(batch, queued))) };
  } catch (error) {
    const unknown = await Promise.all(batches.map((batch) => statusOf(batch, undefined)));
    return { batches: unknown, problem: `Slurm does not answer: ${reasonOf(error)}` };
  }
}

async function statusOf(batch: BatchFolder, queued: ReadonlyMap<string, QueuedTask> | undefined): Promise<BatchStatus> {
  const { name, folder, arrayId } = batch;
  const tasks: TaskStatus[] = [];
  for (const index of batch.indices) tasks.push(await taskStatus(batch, index, arrayId, queued));
  return { name, folder, arrayId, tasks };
}

async function taskStatus(
  batch: BatchFolder,
  index: number,
  arrayId: string | undefined,
  queued: ReadonlyMap<string, QueuedTask> | undefined,
): Promise<TaskStatus> {
  const files = batch.task(index);
  const task = { id: files.job()?.id ?? `task ${index}`, progress: files.progress(), log: files.logPath };
  const entry = queued?.get(taskName(batch.name, index));
  if (entry !== undefined) return { ...task, state: entry.state, reason: entry.reason };
  const outcome = files.outcome();
  if (outcome !== undefined) {
    return { ...task, state: outcome.kind, reason: outcome.kind === 'failed' ? outcome.error : undefined };
  }
  const state = queued && arrayId !== undefined ? await finalState(arrayId, index) : undefined;
  return { ...task, state: state ?? 'unknown', reason: undefined };
}
