import type { ClaimPart, ClaimVerdict, Judgement, RunRecord, SeedsRule, Statement } from '@alignclip/core';
import { unfairDifferences, type FairnessOptions } from '../fairness/fairness';
import { transductiveTexts } from '../fairness/map-marks';
import { type FrontierPart, frontierPart } from '../frontier/frontier-part';
import type { FrontierOptions } from '../frontier/options';
import { judgeBySeeds, onCommonSeeds } from './judge-by-seeds';
import { measuredPairs } from './measured-pairs';
import { comparePairs, shortRuns, significance, type VariantPair } from './paired-scores';

/** A claim: its statements, the variants of each pair once, and how each is compared. */
interface ClaimedStatements {
  readonly statements: readonly Statement[];
  /** One sentence: what is tested. */
  readonly tested: string;
  readonly fairness: Omit<FairnessOptions, 'baseline'>;
  readonly offFrontier?: FrontierOptions | undefined;
}

/**
 * Judges every score for every pair. The claim holds where all parts hold, each at .05 (the level of a conjunction is
 * that of its parts), among them, with `offFrontier`, that the first of each pair is off the frontier of fixed
 * temperatures. It fails where one part fails at .05 ÷ parts (Bonferroni). Otherwise there is no verdict where a
 * part has none, and all else is undecided.
 */
export function judgeClaim(
  records: readonly RunRecord[],
  claimed: ClaimedStatements,
  seeds: SeedsRule = 'named',
): Judgement {
  const { statements, tested, fairness, offFrontier } = claimed;
  const variants = pairsOf(statements);
  const guarded = offFrontier === undefined ? [] : [...new Set(variants.map(({ treatment }) => treatment))];
  const count = statements.length + guarded.length;
  const parts = [
    ...statements.map((statement) => judgePart(records, statement, significance / count, seeds)),
    ...(offFrontier === undefined ? [] : frontierPart(records, guarded, offFrontier, count).map(asClaimPart)),
  ];
  const unfair = variants.flatMap((pair) => {
    const compared = seeds === 'named' ? records : onCommonSeeds(records, pair);
    const found = unfairDifferences(compared, { ...fairness, ...pair });
    return found.map((difference) => `${namesOf(pair)}: ${difference}`);
  });
  return {
    verdict: together(parts),
    seeds: Math.min(...parts.map(({ seeds }) => seeds)),
    parts,
    tested,
    ...(unfair.length === 0 ? {} : { unfair: [...new Set(unfair)] }),
  };
}

/** The variants that are compared, each pair once. */
function pairsOf(statements: readonly Statement[]): VariantPair[] {
  const pairs = statements.map(({ treatment, baseline }): VariantPair => ({ treatment, baseline }));
  return pairs.filter((pair, i) => pairs.findIndex((other) => namesOf(other) === namesOf(pair)) === i);
}

const asClaimPart = ({ verdict, seeds, text }: FrontierPart): ClaimPart => ({
  verdict: ({ off: 'holds', on: 'fails', unknown: 'undecided' } as const)[verdict],
  seeds,
  evidence: text,
});

const namesOf = ({ treatment, baseline }: VariantPair): string => `${treatment} against ${baseline}`;

function together(parts: readonly ClaimPart[]): ClaimVerdict {
  const verdicts = parts.map(({ verdict }) => verdict);
  if (verdicts.includes('fails')) return 'fails';
  if (verdicts.includes('none')) return 'none';
  return verdicts.includes('undecided') ? 'undecided' : 'holds';
}

function judgePart(records: readonly RunRecord[], statement: Statement, failLevel: number, rule: SeedsRule): ClaimPart {
  const names = namesOf(statement);
  const comparison = comparePairs(measuredPairs(records, statement, statement.valueIn));
  if (comparison === undefined) {
    return { verdict: 'undecided', seeds: 0, evidence: `${names}: no seed has ${statement.name} of both` };
  }
  const { pairs: seeds } = comparison;
  const tooShort = shortRuns(records, statement);
  if (tooShort !== undefined) return { verdict: 'none', seeds, evidence: `${names}: ${tooShort}` };
  const { verdict, effect, limits } = judgeBySeeds(records, statement, comparison, rule, failLevel);
  const transductive = transductiveTexts(records, [statement.treatment, statement.baseline]);
  return { verdict, seeds, evidence: `${names}: ${[effect, ...limits, ...transductive].join('; ')}` };
}
