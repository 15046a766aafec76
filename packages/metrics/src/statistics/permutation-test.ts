import { random } from '@alignclip/core';
import { mean } from 'simple-statistics';
import { pairedDifferences } from './paired-differences';

export interface PermutationTest {
  /** mean(a − b) */
  readonly difference: number;
  /** Two-sided, in (0, 1]; at least 2 / 2^n where exact. */
  readonly pValue: number;
  /** All 2^n sign patterns were counted. */
  readonly exact: boolean;
}

/** Pairs up to which all sign patterns are counted. */
export const mostExactPairs = 16;
const samples = 100_000;

/**
 * Paired permutation (sign-flip) test of mean(a − b) = 0: the share of sign patterns whose mean difference is at least
 * as far from 0. Exact up to 16 pairs, beyond them (1 + hits) / (1 + 100,000) over seeded patterns.
 */
export function permutationTest(a: readonly number[], b: readonly number[], seed = 0): PermutationTest {
  const differences = pairedDifferences(a, b);
  const n = differences.length;
  const scale = differences.reduce((sum, value) => sum + Math.abs(value), 0);
  const seen = Math.abs(differences.reduce((sum, value) => sum + value, 0)) - 1e-12 * scale;
  const extreme = (flipped: (i: number) => boolean) =>
    Math.abs(differences.reduce((sum, value, i) => sum + (flipped(i) ? -value : value), 0)) >= seen;
  const exact = n <= mostExactPairs;
  let hits = 0;
  if (exact) {
    for (let pattern = 0; pattern < 2 ** n; pattern += 1) hits += Number(extreme((i) => ((pattern >> i) & 1) === 1));
  } else {
    const stream = random('permutation-test', seed);
    for (let sample = 0; sample < samples; sample += 1) hits += Number(extreme(() => stream.uniform() < 0.5));
  }
  return { difference: mean(differences), pValue: exact ? hits / 2 ** n : (1 + hits) / (1 + samples), exact };
}
