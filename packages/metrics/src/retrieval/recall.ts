import { UserError } from '@alignclip/core';
import { mean, median } from 'simple-statistics';

/** Share of queries with a right item among the first k, in [0, 1]. */
export function recallAt(ranks: ArrayLike<number>, k: number): number {
  if (!(Number.isInteger(k) && k >= 1)) throw new UserError(`R@k: k = ${k} must be a whole number from 1`);
  return meanRank(Array.from(ranks, (rank) => (rank <= k ? 1 : 0)));
}

/** Mean rank, from 1. */
export function meanRank(ranks: ArrayLike<number>): number {
  if (ranks.length === 0) throw new UserError('there are no queries to average over');
  return mean(Array.from(ranks));
}

/** floor(median of the ranks counted from 0) + 1, as in open_clip's validation. */
export function medianRank(ranks: ArrayLike<number>): number {
  if (ranks.length === 0) throw new UserError('there are no queries to average over');
  return Math.floor(median(Array.from(ranks)));
}
