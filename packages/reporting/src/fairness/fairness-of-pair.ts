import type { RunRecord } from '@alignclip/core';
import { runsByVariant } from '../records/runs-by-variant';
import { checkFairness, type FairnessOptions } from './fairness';

/** What differs between baseline and treatment besides what is studied, in plain words; empty where the comparison is fair. */
export function unfairDifferences(
  records: readonly RunRecord[],
  { baseline, treatment, ...options }: FairnessOptions & { readonly baseline: string; readonly treatment: string },
): string[] {
  const sides = [baseline, treatment];
  const variants = runsByVariant(records).filter(({ variant }) => sides.includes(variant));
  const { unfair } = checkFairness(variants, { ...options, baseline });
  return sides.flatMap((side) => unfair.get(side) ?? []);
}
