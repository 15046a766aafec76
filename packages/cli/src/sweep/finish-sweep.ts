import { counted, type Launcher, type RunRecord } from '@alignclip/core';
import { runSweep, type FailurePolicy, type SweepPlan } from '@alignclip/experiment';
import { sweepProgress } from '../progress/sweep-progress';
import { prepareData } from './prepare-sweep';
import { choiceLines } from './print-plan';

/**
 * The plan with what trials chose: unfinished trials are run first, and `planAgain` then knows their records. Throws as
 * `finishSweep` does.
 */
export async function finishTrials(
  plan: SweepPlan,
  planAgain: () => Promise<SweepPlan>,
  launcher: Launcher,
  onFailure: FailurePolicy,
): Promise<SweepPlan> {
  const missing = plan.trials.filter(({ record }) => record === undefined).length;
  if (missing === 0) return plan;
  console.log(`running ${counted(missing, 'trial')} first`);
  await finishSweep({ ...plan, cells: plan.trials, trials: [] }, launcher, onFailure);
  const decided = await planAgain();
  for (const line of choiceLines(decided)) console.log(line);
  return decided;
}

/** Prepares the data and runs the unfinished cells, with progress; resumable after Ctrl-C. Returns all records of the plan. Throws UserError where they can't be kept. */
export async function finishSweep(plan: SweepPlan, launcher: Launcher, onFailure: FailurePolicy): Promise<RunRecord[]> {
  if (plan.cells.some(({ record }) => record === undefined)) plan.experiment.store.makeFolders();
  const { signal, release } = interruptSignal();
  try {
    await prepareData(plan, signal);
    const progress = sweepProgress(plan);
    try {
      return await runSweep(plan, launcher, signal, (event) => progress.show(event), onFailure);
    } finally {
      progress.stop();
    }
  } finally {
    release();
  }
}

/** Aborts on the first Ctrl-C, so that work can be resumed; the second one ends the program at once. */
export function interruptSignal(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    console.error('\nstopping after the current step; press Ctrl-C again to stop at once');
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => ['SIGINT', 'SIGTERM'].forEach((name) => process.off(name, stop)),
  };
}
