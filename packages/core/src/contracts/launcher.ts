import type { JsonObject } from '../json';
import { slot } from '../token';

/** One piece of work for a separate process: a program and its task. */
export interface Job {
  readonly id: string;
  /** A module that calls `serveJob`. */
  readonly program: string;
  readonly task: JsonObject;
  /** The run folder; a launcher on a shared file system keeps its own files below it. */
  readonly folder?: string;
  /** Jobs of one kind need about the same memory. */
  readonly kind?: string;
  /** The maximum number of bytes that such a job held in an earlier run. */
  readonly peakMemory?: number;
}

export type JobEvent =
  | { readonly kind: 'progress'; readonly id: string; readonly progress: JsonObject }
  | { readonly kind: 'done'; readonly id: string; readonly result: JsonObject }
  | { readonly kind: 'failed'; readonly id: string; readonly error: string }
  | { readonly kind: 'interrupted'; readonly id: string };

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
/** A message from a job's process to its launcher. */
export type JobMessage = WithoutId<JobEvent>;
/** The last message. */
export type JobOutcome = Exclude<JobMessage, { kind: 'progress' }>;

/** Runs jobs somewhere; every job ends with one of `done`, `failed`, `interrupted`. */
export interface Launcher {
  /** Processes that work on each job together (default: 1). */
  readonly workers?: number;
  /**
   * Aborting asks running jobs to stop so that they can be resumed, and starts no new ones. Where the jobs continue
   * without this process, the iteration throws: Detached if they were only to be submitted, Interrupted if waiting for
   * them was aborted.
   */
  run(jobs: readonly Job[], signal: AbortSignal): AsyncIterable<JobEvent>;
}

export const Launcher = slot<Launcher>()('launcher');
