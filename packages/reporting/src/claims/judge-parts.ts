import type { ClaimPart, ClaimVerdict, Judgement, RunRecord } from '@alignclip/core';
import { describeSample, pairedDifferences } from '@alignclip/metrics';
import { significance } from '../comparison/baseline-tests';
import {
  comparePairs,
  hasSmokeRuns,
  limitsOf,
  smokeLimit,
  testedEffectText,
  verdictOf,
} from '../comparison/paired-scores';
import type { FairnessOptions } from '../fairness/fairness';
import { unfairDifferences } from '../fairness/fairness-of-pair';
import { formatOf } from '../measure';
import { measuredPairs, type MeasuredPairs } from '../records/measured-pairs';

/** What is said of one score. */
export interface ClaimedScore {
  readonly score: string | readonly string[];
  readonly name: string;
  readonly better: 'lower' | 'higher';
  readonly percent: boolean;
  readonly digits?: number | undefined;
  /** By how much the first must be better; below 0 by how much it may be worse. */
  readonly threshold: number;
}

type Pair = readonly [better: string, worse: string];

/**
 * Judges every score for every pair. The claim holds where all parts hold, each at .05 (the level of a conjunction is
 * that of its parts); it fails where one fails at .05 ÷ parts (Bonferroni); there is no verdict
 * where a part has none and none fails; all else is undecided.
 */
export function judgeParts(
  records: readonly RunRecord[],
  pairs: readonly Pair[],
  scores: readonly ClaimedScore[],
  fairness: Omit<FairnessOptions, 'baseline'>,
): Judgement {
  const count = pairs.length * scores.length;
  const parts = pairs.flatMap((pair) => scores.map((score) => judgePart(records, pair, score, significance / count)));
  const unfair = pairs.flatMap(([treatment, baseline]) => {
    const found = unfairDifferences(records, { ...fairness, baseline, treatment });
    return found.map((difference) => `${treatment} against ${baseline}: ${difference}`);
  });
  return {
    verdict: together(parts),
    seeds: Math.min(...parts.map(({ seeds }) => seeds)),
    parts,
    ...(unfair.length === 0 ? {} : { unfair: [...new Set(unfair)] }),
  };
}

function together(parts: readonly ClaimPart[]): ClaimVerdict {
  for (const decisive of ['fails', 'none'] as const)
    if (parts.some(({ verdict }) => verdict === decisive)) return decisive;
  return parts.every(({ verdict }) => verdict === 'holds') ? 'holds' : 'undecided';
}

function judgePart(
  records: readonly RunRecord[],
  [treatment, baseline]: Pair,
  score: ClaimedScore,
  failLevel: number,
): ClaimPart {
  const names = `${treatment} against ${baseline}`;
  const pairs = measuredPairs(records, { baseline, treatment }, score.score);
  const comparison = comparePairs(pairs);
  if (comparison === undefined) {
    return { verdict: 'undecided', seeds: 0, evidence: `${names}: no seed has ${score.name} of both` };
  }
  const { pairs: seeds } = comparison;
  if (hasSmokeRuns(records, { baseline, treatment })) {
    return { verdict: 'none', seeds, evidence: `${names}: ${smokeLimit}` };
  }
  const effect = testedEffectText(comparison, { ...score, ...formatOf(score) });
  const clauses = [effect, ...limitsOf(comparison, score.better), ...thresholdTexts(score)];
  return {
    verdict: verdictBeyond(pairs, score, failLevel),
    seeds,
    evidence: `${names}: ${clauses.join('; ')}`,
  };
}

/** The verdict on differences beyond the threshold. */
function verdictBeyond(pairs: MeasuredPairs, { better, threshold }: ClaimedScore, failLevel: number): ClaimVerdict {
  const least = better === 'higher' ? threshold : -threshold;
  const moved = { ...pairs, treatment: pairs.treatment.map((value) => value - least) };
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
