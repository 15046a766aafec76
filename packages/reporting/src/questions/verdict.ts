import type { Verdict } from '@alignclip/core';
import { fewestPairs } from '@alignclip/metrics';
import { significance } from '../comparison/baseline-tests';
import type { Comparison } from './compare-pairs';

/** Fewer seeds than a permutation test needs to be significant at all. */
export const tooFewForPermutation = ({ pairs }: Pick<Comparison, 'pairs'>, level = significance): boolean =>
  pairs < fewestPairs(1, level);

/**
 * `yes` or `no` where the 95 % t interval of the difference excludes 0 and the permutation test agrees: p ≤ .05, or,
 * where so few seeds can't give that, the same sign in every seed. All else is undecided. At another `level` than .05 the
 * interval must be of 1 − level.
 */
export function verdictOf(comparison: Comparison, better: 'lower' | 'higher', level = significance): Verdict {
  const side = comparison.difference < 0 ? 'lower' : 'higher';
  if (!excludesZero(comparison, level)) return 'undecided';
  const agrees = tooFewForPermutation(comparison, level)
    ? comparison[side] === comparison.pairs
    : comparison.permutation <= level;
  if (!agrees) return 'undecided';
  return side === better ? 'yes' : 'no';
}

/** Equal differences have no interval; then the permutation test decides alone. */
function excludesZero({ interval, permutation }: Comparison, level: number): boolean {
  if (interval === undefined) return permutation <= level;
  return interval[1] < 0 || interval[0] > 0;
}
