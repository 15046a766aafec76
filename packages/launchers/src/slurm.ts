import { defineComponent, Detached, Interrupted, Launcher, UserError, type Job, type JobEvent } from '@alignclip/core';
import { attach } from './slurm/tasks';
import { mergeName } from './slurm/submit-batch';
import { cancel, queuedTasks, reasonOf } from './slurm/slurm-commands';
import { slurmOptions, type SlurmOptions } from './slurm/slurm-options';
import { submitBatch, workersOf } from './slurm/submit-batch';
import { watch } from './slurm/watch';
import type { WatchedTask } from './slurm/tasks';

/**
 * Runs jobs as the tasks of one Slurm job array. Launcher and tasks share only the run folder. Tasks that an earlier run
 * of the same sweep has submitted are waited for, not submitted again.
 */
export const slurm = defineComponent(Launcher)({
  type: 'slurm',
  options: slurmOptions,
  create: (options) => ({
    workers: workersOf(options),
    async *run(jobs, signal) {
      if (signal.aborted) yield* jobs.map(({ id }): JobEvent => ({ kind: 'interrupted', id }));
      else if (jobs.length > 0) yield* follow(await tasksFor(jobs, options), options, signal);
    },
  }),
});

async function tasksFor(jobs: readonly Job[], options: SlurmOptions): Promise<WatchedTask[]> {
  const [folder] = new Set(jobs.map((job) => job.folder));
  if (folder === undefined)
    throw new UserError('launcher/slurm: the jobs name no run folder to share with other nodes');
  const queued = await queuedTasks().catch((error: unknown) => {
    throw new UserError(`launcher/slurm: Slurm does not answer: ${reasonOf(error)}`);
  });
  const attached = attach(folder, jobs, queued);
  const taken = new Set(attached.map(({ job }) => job));
  const rest = jobs.filter((job) => !taken.has(job));
  return rest.length === 0 ? attached : [...attached, ...(await submitBatch(folder, rest, options))];
}

async function* follow(
  tasks: readonly WatchedTask[],
  { wait, onInterrupt, pollSeconds }: SlurmOptions,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  const batches = [...new Set(tasks.map(({ batch }) => batch))];
  const names = batches.flatMap((batch) => [batch.name, mergeName(batch)]);
  const ids = [...new Set(tasks.map(({ arrayId }) => arrayId))].join(' ');
  const how = `${tasks.length} jobs are with Slurm; the same command follows them, "scancel ${ids}" stops them so that they can be resumed`;
  if (!wait) throw new Detached(how);
  const ended = new Set<string>();
  for await (const event of watch(tasks, pollSeconds, signal)) {
    if (event.kind !== 'progress') ended.add(event.id);
    yield event;
  }
  if (!signal.aborted || ended.size === tasks.length) return;
  if (onInterrupt === 'leave') throw new Interrupted(how);
  for (const name of names) await cancel(name);
  const rest = tasks.filter(({ job }) => !ended.has(job.id));
  yield* watch(rest, pollSeconds, new AbortController().signal);
}
