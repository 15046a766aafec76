import { Interrupted } from '@alignclip/core';
import { peakMemory } from '@alignclip/launchers';
import type { Run } from '../../compose/compose';
import type { Measurement } from './measure-cells';

/** Steps that are not counted: they include one-time costs. */
const warmUp = 2;
const counted = 6;
/** Milliseconds after which measuring ends if one step is counted. */
const patience = 20_000;

/**
 * Trains the first steps of a run and measures them; writes nothing. `startedAt` is when its process started, on the
 * clock of `performance.now()`. Throws Interrupted if the signal aborts.
 */
export async function measureRun(run: Run, startedAt: number, signal: AbortSignal): Promise<Measurement> {
  const trainer = await run.trainer();
  const enough = new AbortController();
  const ends = [performance.now()];
  const onStep = () => {
    ends.push(performance.now());
    const steps = ends.length - 1 - warmUp;
    if (steps >= counted || (steps >= 1 && ends.at(-1)! - ends[0]! > patience)) enough.abort();
  };
  await trainer.run({ signal: AbortSignal.any([signal, enough.signal]), onStep }).catch((error: unknown) => {
    if (!(error instanceof Interrupted) || signal.aborted) throw error;
  });
  const milliseconds = ends.slice(1).map((end, i) => end - ends[i]!);
  const peak = peakMemory('self');
  return {
    startSeconds: (ends[0]! - startedAt) / 1000,
    stepSeconds: median(milliseconds.slice(Math.min(warmUp, milliseconds.length - 1))) / 1000,
    ...(peak !== undefined && { peakMemory: peak }),
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
