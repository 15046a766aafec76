import type { RunRecord } from '@alignclip/core';
import { missingVariant } from '../comparison/baseline-tests';
import { runsByVariant } from '../records';
import { frontierText } from './frontier-text';
import { type FrontierVerdict, judgeFrontier } from './judge-frontier';
import type { FrontierOptions } from './options';

/** What the guard says about one variant. */
export interface FrontierPart {
  readonly variant: string;
  readonly verdict: FrontierVerdict;
  /** Seeds of the variant and of the whole null. */
  readonly seeds: number;
  /** The verdict with its numbers, or why it can’t be told. */
  readonly text: string;
}

/**
 * Judges these variants against the frontier, corrected over them: a part for each, in their order. `statements`: those
 * of the whole claim or question, any of which may fail.
 */
export function frontierPart(
  records: readonly RunRecord[],
  variants: readonly string[],
  options: FrontierOptions,
  statements: number,
): FrontierPart[] {
  const { remedies, tests, notes } = judgeFrontier(records, { ...options, remedies: variants, statements });
  return variants.map((variant) => {
    const remedy = remedies.find((one) => one.variant === variant);
    if (remedy !== undefined) {
      const text = [frontierText(remedy, options, tests), ...notes.filter(() => remedy.test === undefined)].join('; ');
      return { variant, verdict: remedy.verdict, seeds: remedy.seeds.length, text: text.replace(/\.$/, '') };
    }
    const missing = missingVariant('the variant', variant, runsByVariant(records));
    return { variant, verdict: 'unknown', seeds: 0, text: `no frontier for ${variant}: ${missing}` };
  });
}
