import type { Cell } from '@alignclip/core';
import { comparePaired, type PairedComparison } from '@alignclip/metrics';
import { cellOf } from '../records/cell-of';
import type { MeasuredPairs } from '../records/measured-pairs';

export interface Comparison extends PairedComparison {
  readonly baseline: Cell;
  readonly treatment: Cell;
  /** Seeds that only one of the two has. */
  readonly unpaired: readonly number[];
}

/** Undefined where no seed has both values. */
export function comparePairs({ baseline, treatment, unpaired }: MeasuredPairs): Comparison | undefined {
  const [before, after] = [cellOf(baseline), cellOf(treatment)];
  if (before === undefined || after === undefined) return undefined;
  return { ...comparePaired(treatment, baseline), baseline: before, treatment: after, unpaired };
}
