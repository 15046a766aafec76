import type { Job, JobEvent } from '@alignclip/core';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
/** What a job's process tells its launcher. */
export type JobMessage = WithoutId<JobEvent>;
/** The last thing that it tells. */
export type JobOutcome = Exclude<JobMessage, { kind: 'progress' }>;

/** How the process of a job and its launcher talk. */
export interface JobChannel {
  receive(): Promise<Job['task']>;
  report(progress: Job['task']): void;
  /** Delivers the outcome and gives the exit code of the process. */
  finish(outcome: JobOutcome): Promise<number>;
}
