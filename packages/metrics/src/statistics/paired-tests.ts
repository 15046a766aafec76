import { type Random, random, UserError } from '@alignclip/core';
import studentCdf from '@stdlib/stats-base-dists-t-cdf';
import adjusted from '@stdlib/stats-padjust';
import wilcoxon from '@stdlib/stats-wilcoxon';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { averageRanks } from './correlation';

/** The result of `permutationTest`. */
export interface PermutationTest {
  /** mean(a − b) */
  readonly difference: number;
  /** Two-sided, in (0, 1]; at least 2 / 2^n where exact. */
  readonly pValue: number;
  /** True where all 2^n sign patterns were counted. */
  readonly exact: boolean;
}

/** Up to this many pairs all sign patterns are counted. */
const maxExactPairs = 16;
/** Beyond them this many random patterns are. */
const samples = 100_000;

/**
 * Paired permutation (sign-flip) test of mean(a − b) = 0: the share of sign patterns whose mean difference is at least
 * as far from 0. Exact up to 16 pairs, beyond that (1 + hits) / (1 + 100,000) over seeded random patterns.
 */
export function permutationTest(a: readonly number[], b: readonly number[], seed = 0): PermutationTest {
  const differences = pairedDifferences(a, b);
  const n = differences.length;
  const scale = differences.reduce((sum, value) => sum + Math.abs(value), 0);
  const seen = Math.abs(differences.reduce((sum, value) => sum + value, 0)) - 1e-12 * scale;
  const exact = n <= maxExactPairs;
  let hits = 0;
  if (exact) {
    for (let pattern = 0; pattern < 2 ** n; pattern += 1) {
      let sum = 0;
      for (let i = 0; i < n; i += 1) sum += (pattern >> i) & 1 ? -differences[i]! : differences[i]!;
      hits += Number(Math.abs(sum) >= seen);
    }
  } else {
    const next = randomFlips(seed, n);
    for (let sample = 0; sample < samples; sample += 1) {
      const [flips, first] = next();
      let sum = 0;
      for (let i = 0; i < n; i += 1) sum += flips[first + i] ? -differences[i]! : differences[i]!;
      hits += Number(Math.abs(sum) >= seen);
    }
  }
  return { difference: mean(differences), pValue: exact ? hits / 2 ** n : (1 + hits) / (1 + samples), exact };
}

/** The most flips that stay in memory. */
const mostKept = 2 ** 25;
let kept: { readonly seed: number; readonly stream: Random; flips: Uint8Array } | undefined;

/** Which of n pairs are flipped, pattern by pattern, from a place in an array on. Tests with one seed draw them once. */
function randomFlips(seed: number, n: number): () => readonly [flips: Uint8Array, first: number] {
  const drawn = (stream: Random, flips: Uint8Array, from: number): Uint8Array => {
    for (let i = from; i < flips.length; i += 1) flips[i] = Number(stream.uniform() < 0.5);
    return flips;
  };
  const stream = random('permutation-test', seed);
  if (n * samples > mostKept) return () => [drawn(stream, new Uint8Array(n), 0), 0];
  if (kept?.seed !== seed) kept = { seed, stream, flips: new Uint8Array(0) };
  const { length } = kept.flips;
  if (length < n * samples) {
    const longer = new Uint8Array(n * samples);
    longer.set(kept.flips);
    kept.flips = drawn(kept.stream, longer, length);
  }
  const { flips } = kept;
  let at = -n;
  return () => [flips, (at += n)];
}

/**
 * p-value of the two-sided Wilcoxon signed-rank test of a against b; 1 where all pairs are equal. Zero differences are
 * left out (Wilcoxon's rule). Up to 16 pairs it is exact, with ties too: the sign-flip test of the signed ranks. Beyond
 * that it is exact up to 50 pairs without ties or zeros, otherwise the normal approximation with its corrections.
 */
export function wilcoxonTest(a: readonly number[], b: readonly number[]): number {
  const differences = pairedDifferences(a, b);
  const kept = differences.filter((difference) => difference !== 0);
  if (kept.length === 0) return 1;
  if (kept.length > maxExactPairs) return wilcoxon(differences).pValue;
  const ranks = averageRanks(kept.map(Math.abs));
  const signedRanks = kept.map((difference, i) => Math.sign(difference) * ranks[i]!);
  const zeros = kept.map(() => 0);
  return permutationTest(signedRanks, zeros).pValue;
}

/**
 * p-value of the two-sided paired t test of mean(a − b) = 0, which assumes normal differences. Undefined for fewer than two
 * pairs and where all differences are equal: they show no spread.
 */
export function pairedTTest(a: readonly number[], b: readonly number[]): number | undefined {
  const effect = cohenDz(a, b);
  return effect === undefined ? undefined : 2 * studentCdf(-Math.abs(effect) * Math.sqrt(a.length), a.length - 1);
}

/** The smallest two-sided p-value that a sign-flip test of n pairs can give: 2 / 2^n, at most 1. */
export const smallestPairedP = (pairs: number): number => Math.min(1, 2 / 2 ** pairs);

/** The fewest pairs with which a sign-flip test can reach α after Holm's correction over `tests` tests. */
export const fewestPairs = (tests = 1, alpha = 0.05): number => Math.ceil(Math.log2((2 * tests) / alpha));

/** Holm's step-down adjustment of p-values, in the given order: reject at α where the adjusted one is ≤ α. */
export const holm = (pValues: readonly number[]): number[] =>
  pValues.length === 0 ? [] : adjusted([...pValues], 'holm');

/**
 * Cohen's d_z = mean(a − b) / sd(a − b); undefined for fewer than two pairs or equal differences. With few pairs it
 * overestimates the effect: on average by 1 / hedgesFactor(pairs).
 */
export function cohenDz(a: readonly number[], b: readonly number[]): number | undefined {
  const differences = pairedDifferences(a, b);
  if (differences.length < 2) return undefined;
  const sd = sampleStandardDeviation(differences);
  const rounding = 1e-12 * Math.max(...a.map(Math.abs), ...b.map(Math.abs));
  return sd <= rounding ? undefined : mean(differences) / sd;
}

/** J ≈ 1 − 3 / (4 (n − 1) − 1), the small-sample correction of d (Hedges 1981); undefined below n = 3 pairs. */
export const hedgesFactor = (pairs: number): number | undefined =>
  pairs < 3 ? undefined : 1 - 3 / (4 * (pairs - 1) - 1);

/** a_i − b_i. Throws UserError on unequal lengths, no pair, or a value that is not finite. */
export function pairedDifferences(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new UserError(`a paired test needs equal counts: ${a.length} and ${b.length}`);
  if (a.length === 0) throw new UserError('a paired test needs at least one pair');
  const differences = a.map((value, i) => value - b[i]!);
  const bad = differences.findIndex((difference) => !Number.isFinite(difference));
  if (bad >= 0) throw new UserError(`pair ${bad} of a paired test is ${a[bad]} and ${b[bad]}`);
  return differences;
}
