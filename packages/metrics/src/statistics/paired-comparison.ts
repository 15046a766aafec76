import type { Interval } from '@alignclip/core';
import { bootstrapMean, describeSample } from './describe-sample';
import { cohenDz, pairedDifferences, permutationTest, wilcoxonTest } from './paired-tests';

/** The comparison of paired values, such as one score of two variants on the same seeds. */
export interface PairedComparison {
  readonly pairs: number;
  /** mean(treatment − baseline) */
  readonly difference: number;
  /** Pairs in which the treatment has the lower value. */
  readonly lower: number;
  readonly higher: number;
  /** 95 % t interval of the difference; absent for one pair and where all differences are equal. */
  readonly interval?: Interval;
  /** 95 % percentile bootstrap interval of the difference; absent where the t interval is. */
  readonly bootstrap?: Interval;
  /** Two-sided p of the sign-flip permutation test. */
  readonly permutation: number;
  /** Two-sided p of the Wilcoxon signed-rank test. */
  readonly wilcoxon: number;
  /** Cohen's d_z; absent where the t interval is. */
  readonly effectSize?: number;
}

/** Compares [n] values with [n] of the baseline, pair by pair. Throws UserError where there are no such pairs. */
export function comparePaired(treatment: readonly number[], baseline: readonly number[]): PairedComparison {
  const differences = pairedDifferences(treatment, baseline);
  return {
    pairs: differences.length,
    difference: describeSample(differences).mean,
    lower: differences.filter((difference) => difference < 0).length,
    higher: differences.filter((difference) => difference > 0).length,
    ...spreadOf(differences, cohenDz(treatment, baseline)),
    permutation: permutationTest(treatment, baseline).pValue,
    wilcoxon: wilcoxonTest(treatment, baseline),
  };
}

/** No estimate of the spread where all differences are equal. */
function spreadOf(differences: readonly number[], effectSize: number | undefined) {
  const { interval } = describeSample(differences);
  if (interval === undefined || effectSize === undefined) return {};
  return { interval, bootstrap: bootstrapMean(differences), effectSize };
}
