import type { Job, JobEvent } from '@alignclip/core';
import { once } from 'node:events';
import { peakMemory } from './memory';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
/** A message from a job's process to its launcher. */
type JobMessage = WithoutId<JobEvent>;
/** The last message. */
export type JobOutcome = Exclude<JobMessage, { kind: 'progress' }>;
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
