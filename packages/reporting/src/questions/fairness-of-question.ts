import type { RunRecord } from '@alignclip/core';
import { checkFairness, type FairnessOptions } from '../fairness/fairness';
import { runsByVariant } from '../records/runs-by-variant';

/** What else than the studied differs between baseline and treatment, and the sentence that says so. */
export function fairnessOfQuestion(
  records: readonly RunRecord[],
  { baseline, treatment, ...options }: FairnessOptions & { readonly baseline: string; readonly treatment: string },
): { readonly unfair: readonly string[]; readonly sentences: readonly string[] } {
  const sides = [baseline, treatment];
  const variants = runsByVariant(records).filter(({ variant }) => sides.includes(variant));
  const { unfair } = checkFairness(variants, { ...options, baseline });
  const differences = sides.flatMap((side) => unfair.get(side) ?? []);
  return {
    unfair: differences,
    sentences:
      differences.length === 0 ? [] : [`Not a fair comparison: the two also differ in ${differences.join(', ')}.`],
  };
}
