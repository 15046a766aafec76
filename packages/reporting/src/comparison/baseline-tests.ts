import type { CellComparison } from '@alignclip/core';
import { comparePaired, holm, type PairedComparison } from '@alignclip/metrics';
import type { ScoreColumn } from '../options';
import type { VariantRuns } from '../records';
import { pairRuns } from '../records';

/** One treatment × score of a table against the baseline, on the seeds that both have. */
export interface BaselineTest extends PairedComparison {
  readonly variant: string;
  /** Place of the score among the columns. */
  readonly column: number;
  /** The permutation test's p, Holm-corrected over all of these tests. */
  readonly adjusted: number;
}

export const significance = 0.05;

/** A test for each variant except the baseline, and each column in which two or more seeds have both values. */
export function baselineTests(
  variants: readonly VariantRuns[],
  columns: readonly Pick<ScoreColumn, 'score'>[],
  baseline: string | undefined,
): BaselineTest[] {
  const reference = variants.find(({ variant }) => variant === baseline);
  if (reference === undefined) return [];
  const tests = variants
    .filter((row) => row !== reference)
    .flatMap(({ variant, runs }) =>
      columns.flatMap(({ score }, column) => {
        const pairs = pairRuns(reference.runs, runs, score);
        if (pairs.treatment.length < 2) return [];
        return [{ variant, column, ...comparePaired(pairs.treatment, pairs.baseline) }];
      }),
    );
  const adjusted = holm(tests.map(({ permutation }) => permutation));
  return tests.map((test, i) => ({ ...test, adjusted: adjusted[i]! }));
}

/** The part of a test that a cell of a table keeps. */
export const cellComparison = (test: BaselineTest): CellComparison => ({
  seeds: test.pairs,
  difference: test.difference,
  ...(test.interval === undefined ? {} : { interval: test.interval }),
  pValue: test.permutation,
  adjusted: test.adjusted,
  ...(test.effectSize === undefined ? {} : { effectSize: test.effectSize }),
  significant: test.adjusted <= significance,
});
