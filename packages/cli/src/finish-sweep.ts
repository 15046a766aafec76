import type { Launcher, RunRecord } from '@alignclip/core';
import { runSweep, type FailurePolicy, type SweepPlan } from '@alignclip/experiment';
import { interruptSignal } from './interrupt-signal';
import { prepareData } from './prepare-data';
import { sweepProgress } from './progress/sweep-progress';

/** Prepares the data and runs what is unfinished, with progress; Ctrl-C stops resumably. Gives all records of the plan. */
export async function finishSweep(plan: SweepPlan, launcher: Launcher, onFailure: FailurePolicy): Promise<RunRecord[]> {
  const { signal, release } = interruptSignal();
  try {
    await prepareData(plan);
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
