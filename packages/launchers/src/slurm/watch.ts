import { canonicalJson, UserError, type JobEvent } from '@alignclip/core';
import { setTimeout as wait } from 'node:timers/promises';
import { taskName, type QueuedTask } from './slurm-commands';
import { queuedTasks, reasonOf } from './slurm-commands';
import { endingOf, type WatchedTask } from './tasks';

/** After so long without an answer from Slurm, waiting ends; the jobs may continue. */
const patienceMs = 600_000;

/** Progress and outcomes of tasks, from the files that they write and from Slurm's queue, until all have ended. */
export async function* watch(
  tasks: readonly WatchedTask[],
  pollSeconds: number,
  stop: AbortSignal,
): AsyncGenerator<JobEvent> {
  const queue = new Queue();
  let open = tasks.map((task) => new Observed(task));
  while (open.length > 0) {
    const queued = await queue.look();
    for (const task of open) yield* task.news(queued);
    open = open.filter((task) => !task.ended);
    if (open.length > 0) await wait(pollSeconds * 1000, undefined, { signal: stop }).catch(() => undefined);
    if (stop.aborted) return;
  }
}

class Queue {
  private answered = performance.now();

  /** What is queued; undefined while Slurm does not answer. */
  async look(): Promise<ReadonlyMap<string, QueuedTask> | undefined> {
    try {
      const queued = await queuedTasks();
      this.answered = performance.now();
      return queued;
    } catch (error) {
      if (performance.now() - this.answered < patienceMs) return undefined;
      throw new UserError(
        `Slurm has not answered for ${patienceMs / 60_000} min: ${reasonOf(error)}; the jobs may continue: the same command waits for them again`,
      );
    }
  }
}

class Observed {
  ended = false;
  private reported = '';
  private absences = 0;

  constructor(private readonly task: WatchedTask) {}

  async *news(queued: ReadonlyMap<string, QueuedTask> | undefined): AsyncGenerator<JobEvent> {
    const { job, batch, index } = this.task;
    const files = batch.task(index);
    const entry = queued?.get(taskName(batch.name, index));
    if (queued !== undefined) this.absences = entry === undefined ? this.absences + 1 : 0;
    const progress = entry?.state === 'PENDING' ? { phase: `pending (${entry.reason})` } : files.progress();
    if (progress !== undefined && canonicalJson(progress) !== this.reported) {
      this.reported = canonicalJson(progress);
      yield { kind: 'progress', id: job.id, progress };
    }
    // After any other outcome a task may be requeued; and a file may become visible after its writer has ended.
    this.ended = files.outcome()?.kind === 'done' || this.absences >= 2;
    if (this.ended) yield await endingOf(this.task);
  }
}
