import type { RunRecord } from '../run-record';
import { slot } from '../token';
import type { SeedsRule, Statement } from './statement';

/** `none`: the compared runs are too short to judge anything, as those of a smoke profile are. */
export type ClaimVerdict = 'holds' | 'fails' | 'undecided' | 'none';

/** One of the comparisons that a claim consists of. */
export interface ClaimPart {
  readonly verdict: ClaimVerdict;
  /** Seeds that both sides have; 0 if nothing was measured. */
  readonly seeds: number;
  /** Both means, the difference, its interval and the test, in words. */
  readonly evidence: string;
}

export interface Judgement {
  readonly verdict: ClaimVerdict;
  /** The minimum over its parts. */
  readonly seeds: number;
  readonly parts: readonly ClaimPart[];
  /** One sentence: what was tested, how, and what would refute it. */
  readonly tested?: string;
  /** What differs between compared variants in addition to what is studied; absent if the comparisons are fair. */
  readonly unfair?: readonly string[];
}

/** A claim of a paper, judged by run records. */
export interface Claim {
  /** In words. */
  readonly claim: string;
  /** Where the paper makes it: `Table 1`. */
  readonly source: string;
  judge(records: readonly RunRecord[], seeds?: SeedsRule): Judgement;
  /** What decides it, one for each of the first parts; absent where that can't be said as comparisons of two variants. */
  readonly statements?: readonly Statement[];
}

export const Claim = slot<Claim>()('claims', { many: true });
