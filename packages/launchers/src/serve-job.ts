import { failureText, Interrupted, type Job } from '@alignclip/core';
import { parentChannel, type JobOutcome } from './job-channel';
import { fileChannel } from './slurm/file-channel';

export interface JobContext {
  /** Aborts on SIGINT and SIGTERM, and when the parent ends. */
  readonly signal: AbortSignal;
  readonly report: (progress: Job['task']) => void;
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
    .then((task) => work(task, { signal: stop.signal, report: (progress) => channel.report(progress) }))
    .then((result): JobOutcome => ({ kind: 'done', result }))
    .catch(outcomeOf)
    .then((outcome) => channel.finish(outcome))
    .then((code) => process.exit(code));
}

const outcomeOf = (error: unknown): JobOutcome =>
  error instanceof Interrupted ? { kind: 'interrupted' } : { kind: 'failed', error: failureText(error) };
