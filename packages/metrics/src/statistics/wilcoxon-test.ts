import wilcoxon from '@stdlib/stats-wilcoxon';
import { pairedDifferences } from './paired-differences';
import { mostExactPairs, permutationTest } from './permutation-test';
import { averageRanks } from './ranks';

/**
 * p-value of the two-sided Wilcoxon signed-rank test of a against b; 1 where all pairs are equal. Zero differences are
 * left out (Wilcoxon's rule). Up to 16 pairs it is exact, ties or not: the sign-flip test of the signed ranks. Beyond, it
 * is exact up to 50 pairs without ties or zeros, else the corrected normal approximation.
 */
export function wilcoxonTest(a: readonly number[], b: readonly number[]): number {
  const differences = pairedDifferences(a, b);
  const kept = differences.filter((difference) => difference !== 0);
  if (kept.length === 0) return 1;
  if (kept.length > mostExactPairs) return wilcoxon(differences).pValue;
  const ranks = averageRanks(kept.map(Math.abs));
  const signedRanks = kept.map((difference, i) => Math.sign(difference) * ranks[i]!);
  return permutationTest(
    signedRanks,
    signedRanks.map(() => 0),
  ).pValue;
}
