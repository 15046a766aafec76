import {
  counted,
  Interrupted,
  UserError,
  type Launcher,
  type RunRecord,
  type Job,
  type JobEvent,
} from '@alignclip/core';
import type { RunStore } from '../store/run-store';
import { jobsOf } from './cell-jobs';
import type { PlannedCell } from './plan-cells';
import type { SweepPlan } from './plan-sweep';

/** The other cells finish; failed ones are not retried. */
const finishOthers: FailurePolicy = { stop: false, retries: 0 };

/**
 * Runs each unfinished cell in its own process and returns all records in the order of the plan. Throws Interrupted if a
 * cell was stopped and UserError naming the failed cells, after the others have ended as the policy says; why they failed
 * was in their events.
 */
export async function runSweep(
  plan: Omit<SweepPlan, 'trials'>,
  launcher: Launcher,
  signal: AbortSignal,
  onEvent: (event: SweepEvent) => void,
  onFailure: FailurePolicy = finishOthers,
): Promise<RunRecord[]> {
  const { store } = plan.experiment;
  const jobs = jobsOf(plan);
  const failures: string[] = [];
  let interrupted = false;
  for await (const event of launchUnder(onFailure, jobs, launcher, signal)) {
    onEvent(event);
    if (event.kind === 'failed') failures.push(event.id);
    interrupted ||= event.kind === 'interrupted';
  }
  if (failures.length > 0) {
    const rest = interrupted ? '; the others were stopped: run the same command to resume' : '';
    throw new UserError(`${failures.length} of ${counted(jobs.length, 'cell')} failed: ${failures.join(', ')}${rest}`);
  }
  if (interrupted)
    throw new Interrupted('stopped; finished cells and checkpoints are kept: run the same command to resume');
  return plan.cells.map((cell) => cell.record ?? requireRecord(store, cell));
}

function requireRecord(store: RunStore, { id, variant, seed, key }: PlannedCell): RunRecord {
  const record = store.find(variant, seed, key);
  if (record === undefined)
    throw new UserError(
      `${id}: the run succeeded but left no record of this code; where source files were edited while it ran, run the same command again`,
    );
  return record;
}

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
