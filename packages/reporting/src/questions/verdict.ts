import type { Verdict } from '@alignclip/core';
import type { Comparison } from './compare-pairs';

/**
 * `yes` where every seed agrees and, where there is an interval, it excludes 0; `no` where the interval, or without one
 * every seed, lies on the other side. One seed decides nothing.
 */
export function verdictOf(comparison: Comparison, better: 'lower' | 'higher'): Verdict {
  const side = clearSide(comparison);
  if (side === undefined || comparison.seeds < 2) return 'undecided';
  if (side !== better) return 'no';
  return comparison[better] === comparison.seeds ? 'yes' : 'undecided';
}

function clearSide({ interval, seeds, lower, higher }: Comparison): 'lower' | 'higher' | undefined {
  const [isLower, isHigher] = interval ? [interval[1] < 0, interval[0] > 0] : [lower === seeds, higher === seeds];
  if (isLower) return 'lower';
  return isHigher ? 'higher' : undefined;
}
