import { Interrupted, type Job, type JobEvent } from '@alignclip/core';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
/** What a job's process sends to its launcher. */
export type JobMessage = WithoutId<JobEvent>;

export interface JobContext {
  /** Aborts on SIGINT and SIGTERM, and when the parent is gone. */
  readonly signal: AbortSignal;
  report(progress: Job['task']): void;
}

/** The main program of a job's process: waits for the task, works, sends the outcome, exits. */
export function serveJob(work: (task: Job['task'], context: JobContext) => Promise<Job['task']>): void {
  const stop = new AbortController();
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(event, () => stop.abort());
  process.once('message', (task: Job['task']) => {
    const report = (progress: Job['task']) => send({ kind: 'progress', progress });
    work(task, { signal: stop.signal, report })
      .then((result): JobMessage => ({ kind: 'done', result }))
      .catch((error: unknown): JobMessage =>
        error instanceof Interrupted ? { kind: 'interrupted' } : { kind: 'failed', error: describe(error) },
      )
      .then((message) => (process.connected ? process.send?.(message, () => process.exit(0)) : process.exit(1)));
  });
}

function send(message: JobMessage): void {
  if (process.connected) process.send?.(message);
}

const describe = (error: unknown): string =>
  error instanceof Error
    ? error.name === 'UserError'
      ? error.message
      : (error.stack ?? error.message)
    : String(error);
