import { counted, pairOf, type ClaimVerdict, type RunRecord, type SeedsRule, type Statement } from '@alignclip/core';
import { lookLevel } from '@alignclip/metrics';
import { runsByVariant } from '../records';
import { formatNumber } from '../rendering/text';
import { anytimeText, decideAnytime } from './decide-anytime';
import { halvesOf, halvesText } from './halves';
import { judgeStatement, marginTexts, smallTexts, visibleText } from './judge-statement';
import {
  effectText,
  limitsOf,
  type ScoreComparison,
  significance,
  testedEffectText,
  type VariantPair,
} from './paired-scores';
import { improvementsOf } from './statements';

/** The verdict on a statement, with what it rests on in words. */
interface JudgedStatement {
  readonly verdict: Exclude<ClaimVerdict, 'none'>;
  readonly effect: string;
  /** What the tests can't show, and what else must be known: a clause for each. */
  readonly limits: readonly string[];
  /** Those that are compared: until-decided leaves out the seeds that only one of the two has. */
  readonly records: readonly RunRecord[];
}

/** By the tests for named seeds, or by the one that may be looked at after every seed; refuted at `failLevel`. */
export function judgeBySeeds(
  records: readonly RunRecord[],
  statement: Statement,
  comparison: ScoreComparison,
  seeds: SeedsRule,
  failLevel = significance,
): JudgedStatement {
  const { name, better, format } = statement;
  const values = improvementsOf(records, statement);
  const score = { name, better, ...format };
  const judgeHalf = (half: readonly number[]) => judgeStatement(half, statement, failLevel);
  if (seeds === 'until-decided') {
    const { interval: _, ...plain } = comparison;
    const decision = decideAnytime(values, statement, failLevel);
    const limits = [
      anytimeText(decision, statement),
      ...visibleText(values, statement, lookLevel(values.length, statement.level)),
      ...halvesTexts(values, decision.verdict, judgeHalf),
    ];
    return {
      verdict: decision.verdict,
      effect: effectText(plain, score),
      limits,
      records: onCommonSeeds(records, statement),
    };
  }
  const verdict = judgeStatement(values, statement, failLevel);
  const limits = [
    ...limitsOf(comparison, better),
    ...boundTexts(values, statement, failLevel),
    ...visibleText(values, statement, statement.level),
    ...halvesTexts(values, verdict, judgeHalf),
  ];
  return { verdict, effect: testedEffectText(comparison, score), limits, records };
}

/** Nothing of a verdict that is open. */
function halvesTexts(
  values: readonly number[],
  verdict: JudgedStatement['verdict'],
  judge: (half: readonly number[]) => JudgedStatement['verdict'],
): string[] {
  const halves = halvesOf(values, verdict, judge);
  if (halves) return [halvesText(halves)];
  return verdict === 'undecided' ? [] : [`${counted(values.length, 'seed')} are too few to halve`];
}

/** A margin is one that is tested one way; else the bound is a threshold. */
function boundTexts(values: readonly number[], statement: Statement, failLevel: number): string[] {
  const { above, level, format } = statement;
  if (level > significance) return marginTexts(values, statement);
  const threshold = above === 0 ? [] : [`must be better by more than ${formatNumber(above, format)}`];
  return [...threshold, ...smallTexts(values, statement, failLevel)];
}

/** The records of the two variants on the seeds that both have. */
export function onCommonSeeds(records: readonly RunRecord[], { treatment, baseline }: VariantPair): RunRecord[] {
  const sides = runsByVariant(records).filter(({ variant }) => variant === treatment || variant === baseline);
  const shared = sides.map(({ runs }) => new Set(runs.map(pairOf)));
  return sides.flatMap(({ runs }) => runs.filter((run) => shared.every((pairs) => pairs.has(pairOf(run)))));
}
