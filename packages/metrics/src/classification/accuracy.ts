import { UserError } from '@alignclip/core';

/** Share of examples whose target is among the k best classes, from the ranks of the targets; in [0, 1]. */
export function topAccuracy(ranks: ArrayLike<number>, k: number): number {
  if (ranks.length === 0) throw new UserError('there are no examples to average over');
  return Array.from(ranks).filter((rank) => rank <= k).length / ranks.length;
}
