import { mean, sampleStandardDeviation } from 'simple-statistics';
import { pairedDifferences } from './paired-differences';

/** Cohen's d_z = mean(a − b) / sd(a − b); undefined for fewer than two pairs or equal differences. */
export function cohenDz(a: readonly number[], b: readonly number[]): number | undefined {
  const differences = pairedDifferences(a, b);
  if (differences.length < 2) return undefined;
  const sd = sampleStandardDeviation(differences);
  return sd === 0 ? undefined : mean(differences) / sd;
}
