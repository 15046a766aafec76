import { counted, nearestNames } from '@alignclip/core';
import { fewestPairs, hedgesFactor, smallestPairedP } from '@alignclip/metrics';
import type { VariantRuns } from '../records';
import { formatP } from '../rendering/cells';
import { significance, type BaselineTest } from './baseline-tests';

/** Describes the tests of a table, and what they cannot show. */
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
