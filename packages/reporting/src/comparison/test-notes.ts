import { counted, nearestNames } from '@alignclip/core';
import { fewestPairs, hedgesFactor, smallestPairedP } from '@alignclip/metrics';
import type { VariantRuns } from '../records';
import { formatP } from '../rendering/cells';
import { significance, type BaselineTest } from './baseline-tests';

/** What the tests of a table are, and what they can't show. */
export function testNotes(
  variants: readonly VariantRuns[],
  tests: readonly BaselineTest[],
  baseline: string | undefined,
): string[] {
  if (baseline === undefined || variants.length === 0) return [];
  if (!variants.some(({ variant }) => variant === baseline)) return [noBaseline(baseline, variants)];
  if (tests.length === 0) return [`Nothing is tested against ${baseline}: no score has two seeds in common with it.`];
  const seeds = Math.max(...tests.map(({ pairs }) => pairs));
  return [
    `Tests against ${baseline}: two-sided permutation tests on the same seeds, Holm-corrected over the table’s ${counted(tests.length, 'test')}.`,
    ...reach(seeds, tests.length),
  ];
}

const noBaseline = (baseline: string, variants: readonly VariantRuns[]): string => {
  const [near] = nearestNames(
    baseline,
    variants.map(({ variant }) => variant),
    1,
  );
  return `Nothing is tested: the baseline ${baseline} has no runs${near === undefined ? '' : ` (the nearest is ${near})`}.`;
};

/** Says where no outcome could have been significant. */
function reach(seeds: number, tests: number): string[] {
  const smallest = smallestPairedP(seeds);
  if (Math.min(1, smallest * tests) <= significance) return [];
  const corrected = tests === 1 ? '' : `, ${formatP(Math.min(1, smallest * tests))} after the correction`;
  return [
    `Too few seeds for significance: of ${counted(seeds, 'seed')} the smallest possible p is ${formatP(smallest)}${corrected}, so no difference can be significant at .05, however large; ${fewestPairs(tests)} seeds would be the fewest.`,
  ];
}

/** d_z comes out too large where there are few seeds: for tables that show it. */
export function effectCaveat(tests: readonly BaselineTest[]): string[] {
  const seeds = tests.filter(({ effectSize }) => effectSize !== undefined).map(({ pairs }) => pairs);
  if (seeds.length === 0 || Math.min(...seeds) >= 20) return [];
  const factor = hedgesFactor(Math.min(...seeds));
  const by =
    factor === undefined
      ? 'and of two seeds it says nothing'
      : `on average by about ${Math.round((1 / factor - 1) * 100)} %`;
  return [`Effect sizes d_z of ${counted(Math.min(...seeds), 'seed')} come out too large, ${by}.`];
}
