import { UserError } from '@alignclip/core';
import { mean, median } from 'simple-statistics';

/**
 * R@k, mean and median rank of queries under weights of the units (images) that they belong to, for bootstrap intervals:
 * `unitOfQuery[q]` is the unit of query q. R@k takes the `last` rank, after all tied items; default: no ties. With all
 * weights 1 they equal `recallAt` of the last ranks, `meanRank` and `medianRank`.
 */
export function rankScores(
  ranks: ArrayLike<number>,
  unitOfQuery: ArrayLike<number>,
  ks: readonly number[],
  last: ArrayLike<number> = ranks,
): (unitWeights: Float64Array) => Record<string, number> {
  checkQueries(ranks);
  const queries = Array.from({ length: ranks.length }, (_, q) => q).sort((a, b) => ranks[a]! - ranks[b]!);
  const sorted = Float64Array.from(queries, (q) => ranks[q]!);
  const lastRanks = Float64Array.from(queries, (q) => last[q]!);
  const units = Int32Array.from(queries, (q) => unitOfQuery[q]!);
  const hits = ks.map((k) => [`R@${k}`, lastRanks.map((rank) => (rank <= k ? 1 : 0))] as const);
  const weights = new Float64Array(queries.length);
  return (unitWeights) => {
    let total = 0;
    for (let q = 0; q < weights.length; q += 1) total += weights[q] = unitWeights[units[q]!]!;
    const sumOf = (values: Float64Array) => weightedSum(weights, values);
    const recalls = hits.map(([name, values]) => [name, sumOf(values) / total] as const);
    return {
      ...Object.fromEntries(recalls),
      'mean-rank': sumOf(sorted) / total,
      'median-rank': Math.floor(weightedMedian(sorted, weights, total)),
    };
  };
}

function weightedSum(weights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let q = 0; q < weights.length; q += 1) sum += weights[q]! * values[q]!;
  return sum;
}

/** The median of sorted values that each occur `weights` times (whole numbers). */
function weightedMedian(sorted: Float64Array, weights: Float64Array, total: number): number {
  const at = (position: number) => {
    let [before, index] = [0, -1];
    while (before <= position) before += weights[++index]!;
    return sorted[index]!;
  };
  return (at(Math.floor((total - 1) / 2)) + at(Math.ceil((total - 1) / 2))) / 2;
}

/** Share of queries with a relevant item among the first k, in [0, 1]; of `last` ranks a tie is never a hit. */
export function recallAt(ranks: ArrayLike<number>, k: number): number {
  if (!(Number.isInteger(k) && k >= 1)) throw new UserError(`R@k: k = ${k} must be a whole number from 1`);
  return meanRank(Array.from(ranks, (rank) => (rank <= k ? 1 : 0)));
}

/** Mean rank, from 1. */
export function meanRank(ranks: ArrayLike<number>): number {
  checkQueries(ranks);
  return mean(Array.from(ranks));
}

/** floor(median of the ranks counted from 0) + 1, as in open_clip's validation. */
export function medianRank(ranks: ArrayLike<number>): number {
  checkQueries(ranks);
  return Math.floor(median(Array.from(ranks)));
}

function checkQueries(ranks: ArrayLike<number>): void {
  if (ranks.length === 0) throw new UserError('there are no queries to average over');
}
