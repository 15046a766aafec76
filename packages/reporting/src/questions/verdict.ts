import type { Verdict } from '@alignclip/core';
import { fewestPairs } from '@alignclip/metrics';
import { significance } from '../comparison/baseline-tests';
import type { Comparison } from './compare-pairs';

/** Fewer seeds than a permutation test needs to be significant at all. */
export const tooFewForPermutation = ({ pairs }: Pick<Comparison, 'pairs'>): boolean =>
  pairs < fewestPairs(1, significance);

/**
 * `yes` or `no` where the 95 % t interval of the difference excludes 0 and the permutation test agrees: p ≤ .05, or,
 * where so few seeds can't give that, the same sign in every seed. All else is undecided.
 */
export function verdictOf(comparison: Comparison, better: 'lower' | 'higher'): Verdict {
  const side = comparison.difference < 0 ? 'lower' : 'higher';
  if (!excludesZero(comparison)) return 'undecided';
  const agrees = tooFewForPermutation(comparison)
    ? comparison[side] === comparison.pairs
    : comparison.permutation <= significance;
  if (!agrees) return 'undecided';
  return side === better ? 'yes' : 'no';
}

/** Equal differences have no interval; then the permutation test decides alone. */
function excludesZero({ interval, permutation }: Comparison): boolean {
  if (interval === undefined) return permutation <= significance;
  return interval[1] < 0 || interval[0] > 0;
}
