import wilcoxon from '@stdlib/stats-wilcoxon';
import { pairedDifferences } from './paired-differences';

/**
 * p-value of the two-sided Wilcoxon signed-rank test of a against b; 1 where all pairs are equal. Zero differences are
 * left out (Wilcoxon's rule); exact for up to 50 pairs without ties or zeros, else the corrected normal approximation.
 */
export function wilcoxonTest(a: readonly number[], b: readonly number[]): number {
  const differences = pairedDifferences(a, b);
  if (differences.every((difference) => difference === 0)) return 1;
  return wilcoxon(differences).pValue;
}
