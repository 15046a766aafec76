import type { Statement } from '@alignclip/core';
import { significance } from './paired-scores';

/** What a claim says of each pair, in each score. */
export const claimKinds = ['better', 'reduces', 'best-of', 'at-least-as-good', 'maintains', 'same'] as const;
type ClaimKind = (typeof claimKinds)[number];

/** Those that hold within a margin, which no number of seeds can show to be 0. */
export const withMargin: readonly ClaimKind[] = ['at-least-as-good', 'maintains', 'same'];

/**
 * Where an improvement must lie for the claim. A margin within which a claim holds is tested one way, at .05: the 90 %
 * interval must lie beyond it. Of a claim that something is better, it is the improvement that would matter.
 */
export function boundsOf(
  kind: ClaimKind,
  margin: number | undefined,
  threshold = 0,
): Pick<Statement, 'above' | 'below' | 'level' | 'margin'> {
  if (!withMargin.includes(kind)) return { above: threshold, level: significance, margin };
  return { above: -margin!, level: 2 * significance, ...(kind === 'same' && { below: margin! }) };
}

const otherWay = (comparisons: number, margin: string): string =>
  comparisons === 1
    ? `it fails where the opposite is shown${margin} at .05`
    : `it needs all ${comparisons} comparisons, and fails where the opposite of one is shown${margin} at .05 ÷ ${comparisons}`;

const noWorse =
  'the lower end of the 90 % interval of the improvement lies above minus the margin, and the one-sided sign-flip test agrees at .05';

/** One sentence: what was tested, how, and what refutes it. */
export function testedSentence(
  kind: ClaimKind,
  comparisons: number,
  { threshold, margin }: { readonly threshold: number; readonly margin: number | undefined },
): string {
  const beyond = threshold === 0 ? '' : ' by more than the threshold';
  const superior = `by a two-sided paired t interval (95 %) and sign-flip test (p ≤ .05)`;
  const isSmall = margin !== undefined && !withMargin.includes(kind);
  const rule = `; ${otherWay(comparisons, isSmall ? ', or an improvement above the margin excluded,' : '')}.`;
  switch (kind) {
    case 'better':
      return `Tested: that the first of each pair is better${beyond}, ${superior}${rule}`;
    case 'reduces':
      return `Tested: that the score is lower with the first of each pair${beyond}, ${superior}${rule}`;
    case 'best-of':
      return `Tested: that the first is better${beyond} than each of the others, not only than their mean, ${superior}; an intersection–union test, so no comparison is corrected${rule}`;
    case 'at-least-as-good':
      return `Tested: non-inferiority, that the first of each pair is not worse by the margin: ${noWorse}${rule}`;
    case 'maintains':
      return `Tested: that what was there is maintained, by two one-sided tests: it holds where ${noWorse}, and each comparison says whether the gain is within the margin too${rule}`;
    case 'same':
      return `Tested: equivalence, by two one-sided tests (Schuirmann 1987): the 90 % interval of the difference lies within the margin on both sides${rule}`;
  }
}
