import { foldOf, pairOf, type RunRecord } from '@alignclip/core';
import { overFolds, runsByVariant, scoreOf, type ScoreSource } from '../records';

/** One score of two variants on the seeds that both have, in the order of the seeds; see `pairRuns`. */
export interface MeasuredPairs {
  readonly baseline: readonly number[]; // [n]
  readonly treatment: readonly number[]; // [n]
  /** Seeds, and folds, that only one of the two has. */
  readonly unpaired: readonly (number | string)[];
}

export function measuredPairs(
  records: readonly RunRecord[],
  variants: { readonly baseline: string; readonly treatment: string },
  score: ScoreSource,
): MeasuredPairs {
  const runs = new Map(runsByVariant(records).map(({ variant, runs }) => [variant, runs]));
  return pairRuns(runs.get(variants.baseline) ?? [], runs.get(variants.treatment) ?? [], score);
}

/**
 * `baseline` and `treatment`: the runs of one variant each. They are paired by seed and fold; runs on the same fold are
 * one pair, their mean, because they say nothing of other data.
 */
export function pairRuns(
  baseline: readonly RunRecord[],
  treatment: readonly RunRecord[],
  score: ScoreSource,
): MeasuredPairs {
  const [before, after] = [valuesOf(baseline, score), valuesOf(treatment, score)];
  const known = new Map([...baseline, ...treatment].map((run) => [pairOf(run), run]));
  const all = [...known.values()].sort((a, b) => a.seed - b.seed || (foldOf(a) ?? 0) - (foldOf(b) ?? 0));
  const measured = all.filter((run) => before.has(pairOf(run)) || after.has(pairOf(run)));
  const paired = measured.filter((run) => before.has(pairOf(run)) && after.has(pairOf(run)));
  return {
    baseline: overFolds(paired, (run) => before.get(pairOf(run))!),
    treatment: overFolds(paired, (run) => after.get(pairOf(run))!),
    unpaired: measured
      .filter((run) => !paired.includes(run))
      .map((run) => (foldOf(run) === undefined ? run.seed : pairOf(run))),
  };
}

const valuesOf = (runs: readonly RunRecord[], score: ScoreSource): Map<string, number> =>
  new Map(
    runs.flatMap((run): [string, number][] => {
      const value = scoreOf(run, score);
      return value === undefined ? [] : [[pairOf(run), value]];
    }),
  );
