import { counted, Interrupted, UserError, type Launcher, type RunRecord } from '@alignclip/core';
import type { RunStore } from '../store/run-store';
import { jobsOf } from './cell-jobs';
import { launchUnder, type FailurePolicy, type SweepEvent } from './failure-policy';
import type { PlannedCell, SweepPlan } from './plan-sweep';

/** The other cells finish; failed ones are not retried. */
const finishOthers: FailurePolicy = { stop: false, retries: 0 };

/**
 * Runs each unfinished cell in its own process and returns all records in the order of the plan. Throws Interrupted if a
 * cell was stopped and UserError naming the failed cells, after the others have ended as the policy says; why they failed
 * was in their events.
 */
export async function runSweep(
  plan: SweepPlan,
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
    throw new Error(`${id}: the run succeeded but left no record; were source files edited while it ran?`);
  return record;
}
