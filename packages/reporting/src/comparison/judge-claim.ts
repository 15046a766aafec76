import type { ClaimPart, ClaimVerdict, Judgement, RunRecord } from '@alignclip/core';
import { describeSample, pairedDifferences } from '@alignclip/metrics';
import { unfairDifferences, type FairnessOptions } from '../fairness/fairness';
import { type FrontierPart, frontierPart } from '../frontier/frontier-part';
import type { FrontierOptions } from '../frontier/options';
import { formatOf } from '../options';
import { measuredPairs, type MeasuredPairs, type ScoreKeys } from '../records';
import { significance } from './paired-scores';
import { comparePairs, limitsOf, shortRuns, testedEffectText, verdictOf, type VariantPair } from './paired-scores';

/** What is claimed of one score. */
export interface ClaimedScore {
  readonly score: ScoreKeys;
  readonly name: string;
  readonly better: 'lower' | 'higher';
  readonly percent: boolean;
  readonly digits?: number | undefined;
  /** By how much the first must be better; negative: by how much it may be worse. */
  readonly threshold: number;
}

/**
 * Judges every score for every pair. The claim holds where all parts hold, each at .05 (the level of a conjunction is
 * that of its parts), among them, with `offFrontier`, that the first of each pair is off the frontier of fixed
 * temperatures. It fails where one part fails at .05 ÷ parts (Bonferroni). Otherwise there is no verdict where a
 * part has none, and all else is undecided.
 */
export function judgeClaim(
  records: readonly RunRecord[],
  pairs: readonly (readonly [better: string, worse: string])[],
  scores: readonly ClaimedScore[],
  fairness: Omit<FairnessOptions, 'baseline'>,
  offFrontier?: FrontierOptions,
): Judgement {
  const guarded = offFrontier === undefined ? [] : [...new Set(pairs.map(([better]) => better))];
  const statements = pairs.length * scores.length + guarded.length;
  const failLevel = significance / statements;
  const variants = pairs.map(([treatment, baseline]): VariantPair => ({ treatment, baseline }));
  const parts = [
    ...variants.flatMap((pair) => scores.map((score) => judgePart(records, pair, score, failLevel))),
    ...(offFrontier === undefined ? [] : frontierPart(records, guarded, offFrontier, statements).map(asClaimPart)),
  ];
  const unfair = variants.flatMap((pair) => {
    const found = unfairDifferences(records, { ...fairness, ...pair });
    return found.map((difference) => `${namesOf(pair)}: ${difference}`);
  });
  return {
    verdict: together(parts),
    seeds: Math.min(...parts.map(({ seeds }) => seeds)),
    parts,
    ...(unfair.length === 0 ? {} : { unfair: [...new Set(unfair)] }),
  };
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

function judgePart(
  records: readonly RunRecord[],
  pair: VariantPair,
  score: ClaimedScore,
  failLevel: number,
): ClaimPart {
  const names = namesOf(pair);
  const values = measuredPairs(records, pair, score.score);
  const comparison = comparePairs(values);
  if (comparison === undefined) {
    return { verdict: 'undecided', seeds: 0, evidence: `${names}: no seed has ${score.name} of both` };
  }
  const { pairs: seeds } = comparison;
  const tooShort = shortRuns(records, pair);
  if (tooShort !== undefined) return { verdict: 'none', seeds, evidence: `${names}: ${tooShort}` };
  const effect = testedEffectText(comparison, { ...score, ...formatOf(score) });
  const clauses = [effect, ...limitsOf(comparison, score.better), ...thresholdTexts(score)];
  return {
    verdict: verdictBeyond(values, score, failLevel),
    seeds,
    evidence: `${names}: ${clauses.join('; ')}`,
  };
}

/** The verdict on differences beyond the threshold. */
function verdictBeyond(values: MeasuredPairs, { better, threshold }: ClaimedScore, failLevel: number): ClaimVerdict {
  const offset = better === 'higher' ? threshold : -threshold;
  const moved = { ...values, treatment: values.treatment.map((value) => value - offset) };
  const comparison = comparePairs(moved)!;
  if (verdictOf(comparison, better) === 'yes') return 'holds';
  const { interval } = describeSample(pairedDifferences(moved.treatment, moved.baseline), 1 - failLevel);
  const strict = { ...comparison, ...(comparison.interval && interval && { interval }) };
  return verdictOf(strict, better, failLevel) === 'no' ? 'fails' : 'undecided';
}

function thresholdTexts({ threshold, ...score }: ClaimedScore): string[] {
  if (threshold === 0) return [];
  const { percent, digits } = formatOf(score);
  const value = (percent ? threshold * 100 : threshold).toFixed(digits).replace('-', '−');
  return [`must be better by more than ${value}`];
}
