import { random } from '@alignclip/core';

/** Two different places, the second the larger. */
export type IndexPair = readonly [number, number];

/**
 * `count` different pairs of 0 … n-1, every set of pairs equally likely (Floyd's sampling); all of them where there are
 * fewer. Ordered by their second place; equal seeds give equal pairs.
 */
export function distinctPairs(n: number, count: number, seed: number): IndexPair[] {
  const total = (n * (n - 1)) / 2;
  const stream = random('teacher-agreement', seed);
  const chosen = new Set<number>();
  for (let last = Math.max(0, total - count); last < total; last += 1) {
    const drawn = stream.integer(last + 1);
    chosen.add(chosen.has(drawn) ? last : drawn);
  }
  return [...chosen].sort((a, b) => a - b).map(pairAt);
}

/** Pair number k of (0, 1), (0, 2), (1, 2), (0, 3) … */
function pairAt(k: number): IndexPair {
  const second = Math.floor((1 + Math.sqrt(1 + 8 * k)) / 2);
  return [k - (second * (second - 1)) / 2, second];
}
