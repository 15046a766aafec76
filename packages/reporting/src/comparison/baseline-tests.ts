import { type CellComparison, counted, nearestNames } from '@alignclip/core';
import {
  comparePaired,
  holm,
  type PairedComparison,
  fewestPairs,
  hedgesFactor,
  smallestPairedP,
} from '@alignclip/metrics';
import type { ScoreColumn } from '../options';
import type { VariantRuns } from '../records';
import { pairRuns } from './measured-pairs';
import { significance } from './paired-scores';
import { formatP } from '../rendering/text';

/** One treatment × score of a table against the baseline, on the seeds that both have. */
export interface BaselineTest extends PairedComparison {
  readonly variant: string;
  /** Place of the score among the columns. */
  readonly column: number;
  /** The permutation test's p, Holm-corrected over all of these tests. */
  readonly adjusted: number;
}

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

/** Describes the tests of a table, and what they cannot show. */
export function testNotes(
  variants: readonly VariantRuns[],
  tests: readonly BaselineTest[],
  baseline: string | undefined,
): string[] {
  if (baseline === undefined || variants.length === 0) return [];
  if (!variants.some(({ variant }) => variant === baseline))
    return [`Nothing is tested: ${missingVariant('the baseline', baseline, variants)}.`];
  if (tests.length === 0) return [`Nothing is tested against ${baseline}: no score has two seeds in common with it.`];
  const seeds = Math.max(...tests.map(({ pairs }) => pairs));
  return [
    `Tests against ${baseline}: two-sided permutation tests on the same seeds, Holm-corrected over the table’s ${counted(tests.length, 'test')}.`,
    ...reach(seeds, tests.length),
  ];
}

/** "the baseline CLI has no runs (the nearest is CLIP)" */
export function missingVariant(what: string, name: string, variants: readonly Pick<VariantRuns, 'variant'>[]): string {
  const names = variants.map(({ variant }) => variant);
  const [near] = nearestNames(name, names, 1);
  return `${what} ${name} has no runs${near === undefined ? '' : ` (the nearest is ${near})`}`;
}

/** Reports where no outcome could have been significant. */
function reach(seeds: number, tests: number): string[] {
  const smallest = smallestPairedP(seeds);
  if (Math.min(1, smallest * tests) <= significance) return [];
  const corrected = tests === 1 ? '' : `, ${formatP(Math.min(1, smallest * tests))} after the correction`;
  return [
    `Too few seeds for significance: with ${counted(seeds, 'seed')} the smallest possible p is ${formatP(smallest)}${corrected}, so no difference can be significant at .05, however large; it takes at least ${fewestPairs(tests)} seeds.`,
  ];
}

/** For tables that show d_z: with few seeds it is too large. */
export function effectCaveat(tests: readonly BaselineTest[]): string[] {
  const pairs = tests.filter(({ effectSize }) => effectSize !== undefined).map((test) => test.pairs);
  const seeds = Math.min(...pairs);
  if (seeds >= 20) return [];
  const factor = hedgesFactor(seeds);
  const size =
    factor === undefined
      ? 'mean nothing'
      : `are too large, on average by about ${Math.round((1 / factor - 1) * 100)} %`;
  return [`With ${counted(seeds, 'seed')}, effect sizes d_z ${size}.`];
}
