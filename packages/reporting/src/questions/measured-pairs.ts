import type { RunRecord } from '@alignclip/core';
import { runsByVariant } from '../records/runs-by-variant';
import { scoreOf } from '../records/score-of';

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
  const bySeed = (variant: string) =>
    new Map((runs.get(variant) ?? []).flatMap((run) => pairOf(run.seed, scoreOf(run, score))));
  const [baseline, treatment] = [bySeed(variants.baseline), bySeed(variants.treatment)];
  const seeds = [...new Set([...baseline.keys(), ...treatment.keys()])].sort((a, b) => a - b);
  const paired = seeds.filter((seed) => baseline.has(seed) && treatment.has(seed));
  return {
    baseline: paired.map((seed) => baseline.get(seed)!),
    treatment: paired.map((seed) => treatment.get(seed)!),
    unpaired: seeds.filter((seed) => !paired.includes(seed)),
  };
}

const pairOf = (seed: number, value: number | undefined): [number, number][] =>
  value === undefined ? [] : [[seed, value]];
