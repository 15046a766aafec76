import { UserError } from '@alignclip/core';
import { largest } from '../measures/neighbours';

/**
 * DCG@k of a ranking over that of the best one, Σ gain / log2(rank + 1), in [0, 1] (Järvelin & Kekäläinen 2002; gains are
 * linear). The gain of tied documents is the mean of theirs at each of their ranks: the mean over all orders of the ties
 * (McSherry & Najork 2008; scikit-learn's ndcg_score). NaN where no document has a gain. Throws UserError on scores that
 * are NaN and on lists of different lengths.
 */
export function ndcg(scores: Float64Array, gains: ArrayLike<number>, k: number): number {
  check(scores, gains, k);
  const ideal = bestGain(gains, k);
  return ideal > 0 ? gain(scores, gains, k) / ideal : NaN;
}

/**
 * MixBench's form: only the `retrieved` documents with the largest scores count, for the ideal as well, so that a relevant
 * document that is missed costs nothing beyond its absence. 0 where none of them has a gain. Of equal scores the first.
 */
export function retrievedNdcg(scores: Float64Array, gains: ArrayLike<number>, k: number, retrieved = k): number {
  check(scores, gains, k);
  const found = largest(scores, Math.min(retrieved, scores.length));
  const own = Float64Array.from(found, (document) => gains[document]!);
  const value = ndcg(
    Float64Array.from(found, (document) => scores[document]!),
    own,
    k,
  );
  return Number.isNaN(value) ? 0 : value;
}

function check(scores: Float64Array, gains: ArrayLike<number>, k: number): void {
  if (!(Number.isInteger(k) && k >= 1)) throw new UserError(`NDCG@k: k = ${k} must be a whole number from 1`);
  if (scores.length !== gains.length || scores.length === 0)
    throw new UserError(`NDCG: ${scores.length} scores and ${gains.length} gains: must be as many, at least one`);
  for (let i = 0; i < scores.length; i += 1) if (Number.isNaN(scores[i])) throw new UserError('NDCG: a score is NaN');
}

const discount = (rank: number): number => 1 / Math.log2(rank + 1);

function bestGain(gains: ArrayLike<number>, k: number): number {
  const positive: number[] = [];
  for (let i = 0; i < gains.length; i += 1) if (gains[i]! > 0) positive.push(gains[i]!);
  positive.sort((a, b) => b - a);
  return positive.slice(0, k).reduce((sum, value, at) => sum + value * discount(at + 1), 0);
}

/** The documents of the first k ranks, and all that are level with the last of them, group by group of equal scores. */
function gain(scores: Float64Array, gains: ArrayLike<number>, k: number): number {
  const last = scores[largest(scores, Math.min(k, scores.length)).at(-1)!]!;
  const groups = new Map<number, { count: number; gain: number }>();
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i]!;
    if (!(score >= last)) continue;
    const group = groups.get(score) ?? { count: 0, gain: 0 };
    groups.set(score, { count: group.count + 1, gain: group.gain + gains[i]! });
  }
  let [sum, rank] = [0, 1];
  for (const [, { count, gain }] of [...groups].sort(([a], [b]) => b - a)) {
    for (const end = rank + count; rank < end; rank += 1) if (rank <= k) sum += (gain / count) * discount(rank);
  }
  return sum;
}
