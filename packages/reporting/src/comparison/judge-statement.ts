import type { ClaimVerdict, Statement, Verdict } from '@alignclip/core';
import { describeSample, permutationTest, smallestEffect, studentPower } from '@alignclip/metrics';
import { formatInterval, formatNumber } from '../rendering/text';
import { verdictOf } from './paired-scores';

/**
 * Whether improvements lie above a bound: `yes` above, `no` below. `level`: of both ways together; the t interval is that
 * of 1 − level, and the sign-flip test agrees at `level`.
 */
function beyond(improvements: readonly number[], bound: number, level: number): Exclude<Verdict, 'none'> {
  if (improvements.length === 0) return 'undecided';
  const moved = improvements.map((value) => value - bound);
  const { mean, interval, count } = describeSample(moved, 1 - level);
  if (interval && interval[0] <= 0 && interval[1] >= 0) return 'undecided';
  const figures = {
    difference: mean,
    pairs: count,
    lower: moved.filter((value) => value < 0).length,
    higher: moved.filter((value) => value > 0).length,
    permutation: permutationTest(
      improvements,
      improvements.map(() => bound),
    ).pValue,
  };
  return verdictOf({ ...figures, ...(interval && { interval }) }, 'higher', level);
}

/** Whether the improvements lie within the bounds of a statement; it is refuted at `failLevel`. */
export function judgeStatement(
  improvements: readonly number[],
  { above, below, level, margin }: Statement,
  failLevel: number,
): Exclude<ClaimVerdict, 'none'> {
  const isAbove = beyond(improvements, above, level) === 'yes';
  const isBelow = below === undefined || beyond(improvements, below, level) === 'no';
  if (isAbove && isBelow) return 'holds';
  const isRefuted =
    beyond(improvements, above, failLevel) === 'no' ||
    (below !== undefined && beyond(improvements, below, failLevel) === 'yes') ||
    (margin !== undefined && isExcluded(improvements, margin, failLevel));
  return isRefuted ? 'fails' : 'undecided';
}

/** Whether an improvement above the margin is excluded, tested one way at `failLevel`. */
const isExcluded = (improvements: readonly number[], margin: number, failLevel: number): boolean =>
  beyond(improvements, margin, 2 * failLevel) === 'no';

/** "90 % t interval of the improvement −.4 to .6: one above the margin of 1.0 is excluded" */
export function smallTexts(improvements: readonly number[], statement: Statement, failLevel: number): string[] {
  const { margin, format } = statement;
  if (margin === undefined) return [];
  const not = isExcluded(improvements, margin, failLevel) ? '' : 'not ';
  const says = `one above the margin of ${formatNumber(margin, format)} is ${not}excluded`;
  return intervalTexts(improvements, 2 * failLevel, statement, says);
}

/** What a margin shows: "90 % t interval of the improvement −.4 to .6: within the margin of 1.0 on both sides". */
export function marginTexts(improvements: readonly number[], statement: Statement): string[] {
  const { above, level, format } = statement;
  const place = placeText(improvements, above, level, `the margin of ${formatNumber(-above, format)}`);
  return intervalTexts(improvements, level, statement, place);
}

/** The t interval at 1 − level and what it says; nothing where there are too few for one. */
function intervalTexts(improvements: readonly number[], level: number, { format }: Statement, says: string): string[] {
  const { interval } = describeSample(improvements, 1 - level);
  if (interval === undefined) return [];
  const share = `${Number((100 * (1 - level)).toFixed(1))} %`;
  return [`${share} t interval of the improvement ${formatInterval(interval, format)}: ${says}`];
}

function placeText(improvements: readonly number[], above: number, level: number, margin: string): string {
  const low = beyond(improvements, above, level);
  if (low === 'no') return `worse by more than ${margin}`;
  const high = beyond(improvements, -above, level);
  if (high === 'yes') return `better by more than ${margin}`;
  if (low !== 'yes') return `worse by ${margin} is not excluded`;
  return high === 'no' ? `within ${margin} on both sides` : `not worse by ${margin}`;
}

/**
 * How large the true difference had to be, to be found with these pairs in four of five experiments. `level`: of the test,
 * both ways together; undefined where it finds nothing in so few.
 */
export function visibleText(
  improvements: readonly number[],
  { above, format }: Pick<Statement, 'above' | 'format'>,
  level: number | undefined,
): string[] {
  if (improvements.length < 2 || level === undefined) return [];
  const { sd = 0, count } = describeSample(improvements);
  if (sd === 0) return [];
  const design = above < 0 ? ({ level: level / 2, sides: 1 } as const) : ({ level, sides: 2 } as const);
  const seen = sd * smallestEffect(0.8, (effect) => studentPower(effect, count, design));
  const beyondBound = above === 0 ? '' : ' beyond the bound';
  return [
    `${count} seeds would show a difference of ${formatNumber(seen, format)}${beyondBound} in 4 of 5 experiments`,
  ];
}
