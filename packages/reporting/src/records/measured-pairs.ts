import type { RunRecord } from '@alignclip/core';
import { runsByVariant } from './runs-by-variant';
import { scoreOf } from './score-of';

/** One score of two variants on the seeds that both have, in the order of the seeds. */
export interface MeasuredPairs {
  readonly baseline: readonly number[]; // [n]
  readonly treatment: readonly number[]; // [n]
  /** Seeds that only one of the two has. */
  readonly unpaired: readonly number[];
}

export function measuredPairs(
  records: readonly RunRecord[],
  variants: { readonly baseline: string; readonly treatment: string },
  score: string | readonly string[],
): MeasuredPairs {
  const runs = new Map(runsByVariant(records).map(({ variant, runs }) => [variant, runs]));
  return pairRuns(runs.get(variants.baseline) ?? [], runs.get(variants.treatment) ?? [], score);
}

/** `baseline` and `treatment`: the runs of one variant each, one a seed. */
export function pairRuns(
  baseline: readonly RunRecord[],
  treatment: readonly RunRecord[],
  score: string | readonly string[],
): MeasuredPairs {
  const [before, after] = [bySeed(baseline, score), bySeed(treatment, score)];
  const seeds = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b);
  const paired = seeds.filter((seed) => before.has(seed) && after.has(seed));
  return {
    baseline: paired.map((seed) => before.get(seed)!),
    treatment: paired.map((seed) => after.get(seed)!),
    unpaired: seeds.filter((seed) => !paired.includes(seed)),
  };
}

const bySeed = (runs: readonly RunRecord[], score: string | readonly string[]): Map<number, number> =>
  new Map(
    runs.flatMap((run): [number, number][] => {
      const value = scoreOf(run, score);
      return value === undefined ? [] : [[run.seed, value]];
    }),
  );
