import type { Job } from '@alignclip/core';
import { BatchFolder } from './batch-folder';
import { taskName, type QueuedTask } from './job-states';
import type { WatchedTask } from './watched-task';

/** The jobs that tasks of earlier runs of the same sweep still work on or wait to work on. */
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
      if (task !== undefined && task.state !== 'COMPLETING')
        return [{ job, batch, index: index!, arrayId: task.jobId }];
    }
    return [];
  });
}
