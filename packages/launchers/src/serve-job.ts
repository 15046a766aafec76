import { failureText, Interrupted, type Job, type JobMessage, type JobOutcome, UserError, warn } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { once } from 'node:events';
import { peakMemory } from './memory';
import { amongWorkers } from './slurm/among-workers';
import { requeueThisJob } from './slurm/slurm-commands';
import { TaskFiles } from './slurm/task-files';
import { placeOfEnvironment, type WorkerPlace } from './workers';

export interface JobContext {
  /** Aborts on SIGINT and SIGTERM, and when the parent ends. */
  readonly signal: AbortSignal;
  readonly report: (progress: Job['task']) => void;
  /** Where the job has several workers, which of them this process is. */
  readonly place?: WorkerPlace | undefined;
}

/**
 * The main program of a job's process: waits for the task, works, reports the outcome, exits. It talks to the launcher
 * over the channel of `fork`, or through files where the launcher is on another machine.
 */
export function serveJob(work: (task: Job['task'], context: JobContext) => Promise<Job['task']>): void {
  const stop = new AbortController();
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(event, () => stop.abort());
  const channel = fileChannel() ?? parentChannel();
  void channel
    .receive()
    .then(async (task) => {
      const place = await placeOfEnvironment();
      return work(task, { signal: stop.signal, report: (progress) => channel.report(progress), place });
    })
    .then((result): JobOutcome => ({ kind: 'done', result }))
    .catch(outcomeOf)
    .then((outcome) => channel.finish(outcome))
    .then((code) => process.exit(code));
}

const outcomeOf = (error: unknown): JobOutcome =>
  error instanceof Interrupted ? { kind: 'interrupted' } : { kind: 'failed', error: failureText(error) };

/** The process also reports the peak of its memory, in bytes, before it ends: the launcher may look too late. */
export type ChildMessage = JobMessage | { readonly kind: 'memory'; readonly peak: number };

/** How the process of a job and its launcher talk. */
export interface JobChannel {
  receive(): Promise<Job['task']>;
  report(progress: Job['task']): void;
  /** Delivers the outcome and gives the exit code of the process. */
  finish(outcome: JobOutcome): Promise<number>;
}

/** To the process that has forked this one. */
export const parentChannel = (): JobChannel => ({
  receive: async () => ((await once(process, 'message')) as [Job['task']])[0],
  report: (progress) => void send({ kind: 'progress', progress }),
  async finish(outcome) {
    await send({ kind: 'memory', peak: peakMemory('self') ?? 0 });
    return (await send(outcome)) ? 0 : 1;
  },
});

/** Whether there is somebody to send to. */
const send = (message: ChildMessage): Promise<boolean> =>
  new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve(true));
    else resolve(false);
  });

const [folderVariable, indexVariable, workerVariable] = [
  'ALIGNCLIP_BATCH',
  'ALIGNCLIP_TASK',
  'ALIGNCLIP_RANK',
] as const;
const exitCodes = { done: 0, failed: 1, interrupted: 130 };

/**
 * Announces these files as the task of the program that is loaded next in this process. Of several workers only the first
 * writes its outcome; what the others have to say goes to the log, and to the first where they fail.
 */
export function announceFiles({ folder, index }: TaskFiles, worker = 0): void {
  process.env[folderVariable] = folder;
  process.env[indexVariable] = String(index);
  process.env[workerVariable] = String(worker);
}

/** To a launcher that reads files; undefined where this process is not such a task. Progress is written once a second. */
export function fileChannel(everyMs = 1000): JobChannel | undefined {
  const { [folderVariable]: folder, [indexVariable]: index, [workerVariable]: worker } = process.env;
  if (folder === undefined || index === undefined) return undefined;
  // Processes that the job starts must not take this task for theirs.
  Reflect.deleteProperty(process.env, folderVariable);
  Reflect.deleteProperty(process.env, indexVariable);
  Reflect.deleteProperty(process.env, workerVariable);
  const files = new TaskFiles(folder, Number(index));
  const rank = Number(worker ?? 0);
  const channel = channelTo(files, everyMs);
  const own = rank === 0 ? channel : { ...channel, report: () => undefined, finish: logged };
  return {
    ...own,
    finish: async (outcome) => {
      const { ending, isRunAgain } = await amongWorkers(outcome, files, rank);
      const code = await own.finish(ending);
      if (isRunAgain) await requeueThisJob();
      return code;
    },
  };
}

/** The outcome of a worker that doesn't report. */
async function logged(outcome: JobOutcome): Promise<number> {
  if (outcome.kind === 'failed') warn(outcome.error);
  return outcome.kind === 'failed' ? 1 : 0;
}

function channelTo(files: TaskFiles, everyMs: number): JobChannel {
  let written = -Infinity;
  let writing = Promise.resolve();
  return {
    receive: async () => {
      const job = files.job();
      if (job === undefined) throw new UserError(`${files.jobPath}: missing or corrupt task file`);
      return job.task;
    },
    report(progress) {
      if (performance.now() - written < everyMs) return;
      written = performance.now();
      // A report that cannot be written must not fail the job.
      writing = writeFileAtomic(files.progressPath, JSON.stringify(progress)).catch(() => undefined);
    },
    async finish(outcome) {
      await writing;
      await writeFileAtomic(files.outcomePath, JSON.stringify(outcome));
      return exitCodes[outcome.kind];
    },
  };
}
