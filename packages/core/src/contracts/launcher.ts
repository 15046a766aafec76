import type { JsonObject } from '../json';
import { slot } from '../token';

/** One piece of work for a process of its own: a program, and what it is told. */
export interface Job {
  readonly id: string;
  /** A module that calls `serveJob`. */
  readonly program: string;
  readonly task: JsonObject;
  /** The run folder; a launcher that shares a file system with other machines keeps its own files below it. */
  readonly folder?: string;
  /** Jobs of one kind need about the same memory. */
  readonly kind?: string;
  /** The most bytes that such a job was seen to hold in an earlier run. */
  readonly peakMemory?: number;
}

export type JobEvent =
  | { readonly kind: 'progress'; readonly id: string; readonly progress: JsonObject }
  | { readonly kind: 'done'; readonly id: string; readonly result: JsonObject }
  | { readonly kind: 'failed'; readonly id: string; readonly error: string }
  | { readonly kind: 'interrupted'; readonly id: string };

/** Runs jobs somewhere; every job ends with one of `done`, `failed`, `interrupted`. */
export interface Launcher {
  /**
   * Aborting asks running jobs to stop resumably and starts no new ones. Where the jobs go on without this process the
   * iteration throws: Detached when they were only to be handed over, Interrupted when waiting for them was aborted.
   */
  run(jobs: readonly Job[], signal: AbortSignal): AsyncIterable<JobEvent>;
}

export const Launcher = slot<Launcher>()('launcher');
