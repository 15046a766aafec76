import type { Job, JobEvent, Launcher } from '@alignclip/core';

/** What a sweep does when a cell fails. */
export interface FailurePolicy {
  /** Whether the other cells are stopped at once, so that they can be resumed; otherwise they finish first. */
  readonly stop: boolean;
  /** How often a failed cell is retried, after the others, before it counts as failed. */
  readonly retries: number;
}

/** A cell that failed and will be retried. */
export interface RetryEvent {
  readonly kind: 'retry';
  readonly id: string;
  readonly error: string;
  /** From 1 to `retries`. */
  readonly retry: number;
  readonly retries: number;
}

export type SweepEvent = JobEvent | RetryEvent;

/** Launches the jobs under the policy; each ends with one of `done`, `failed`, `interrupted`. */
export async function* launchUnder(
  { stop, retries }: FailurePolicy,
  jobs: readonly Job[],
  launcher: Launcher,
  signal: AbortSignal,
): AsyncGenerator<SweepEvent> {
  const halt = new AbortController();
  const either = AbortSignal.any([signal, halt.signal]);
  let [waiting, retry]: [readonly Job[], number] = [jobs, 0];
  while (waiting.length > 0) {
    const again = new Set<string>();
    retry += 1;
    for await (const event of launcher.run(waiting, either)) {
      if (event.kind === 'failed' && retry <= retries && !either.aborted) {
        again.add(event.id);
        yield { ...event, kind: 'retry', retry, retries };
        continue;
      }
      if (event.kind === 'failed' && stop) halt.abort();
      yield event;
    }
    waiting = waiting.filter(({ id }) => again.has(id));
  }
}
