import { mean, sampleStandardDeviation } from 'simple-statistics';
import { pairedDifferences } from './paired-differences';

/**
 * Cohen's d_z = mean(a − b) / sd(a − b); undefined for fewer than two pairs or equal differences. Of few pairs it comes
 * out too large: on average by 1 / hedgesFactor(pairs).
 */
export function cohenDz(a: readonly number[], b: readonly number[]): number | undefined {
  const differences = pairedDifferences(a, b);
  if (differences.length < 2) return undefined;
  const sd = sampleStandardDeviation(differences);
  const rounding = 1e-12 * Math.max(...a.map(Math.abs), ...b.map(Math.abs));
  return sd <= rounding ? undefined : mean(differences) / sd;
}

/** J ≈ 1 − 3 / (4 (n − 1) − 1), the small-sample correction of d (Hedges 1981); n ≥ 3 pairs, below them undefined. */
export const hedgesFactor = (pairs: number): number | undefined =>
  pairs < 3 ? undefined : 1 - 3 / (4 * (pairs - 1) - 1);
