import type { Cell, Interval } from '@alignclip/core';
import { mean } from 'simple-statistics';
import { cellOf } from '../records/cell-of';
import type { MeasuredPairs } from './measured-pairs';
import { pairedInterval } from './paired-interval';

/** With fewer seeds no interval is given. */
export const leastSeedsForTest = 5;

export interface Comparison {
  readonly baseline: Cell;
  readonly treatment: Cell;
  /** Mean of treatment − baseline over the seeds. */
  readonly difference: number;
  readonly seeds: number;
  readonly lower: number;
  readonly higher: number;
  /** 95 % interval of the difference, from five seeds on. */
  readonly interval?: Interval;
  readonly unpaired: readonly number[];
}

/** Undefined where no seed has both values. */
export function comparePairs({ baseline, treatment, unpaired }: MeasuredPairs): Comparison | undefined {
  const [before, after] = [cellOf(baseline), cellOf(treatment)];
  if (before === undefined || after === undefined) return undefined;
  const differences = treatment.map((value, i) => value - baseline[i]!);
  return {
    baseline: before,
    treatment: after,
    difference: mean(differences),
    seeds: differences.length,
    lower: differences.filter((difference) => difference < 0).length,
    higher: differences.filter((difference) => difference > 0).length,
    ...(differences.length < leastSeedsForTest ? {} : { interval: pairedInterval(differences) }),
    unpaired,
  };
}
