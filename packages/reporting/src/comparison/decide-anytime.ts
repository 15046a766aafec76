import type { ClaimVerdict, Interval, Statement } from '@alignclip/core';
import { anytimeInterval } from '@alignclip/metrics';
import { formatInterval, formatNumber } from '../rendering/text';
import { significance } from './paired-scores';

/** What a test says that may be looked at after every seed. */
interface AnytimeDecision {
  readonly verdict: Exclude<ClaimVerdict, 'none'>;
  /** Pairs at which it was decided, else all. */
  readonly pairs: number;
  /** Of the improvement, at 1 − level; undefined while it excludes nothing. */
  readonly interval?: Interval | undefined;
}

/**
 * Goes through the improvements in the order of their seeds and stops at the first number of them that decides: the
 * statement holds where the confidence sequence lies within its bounds, and is refuted where that of `failLevel` lies
 * beyond one of them. Later seeds change nothing.
 */
export function decideAnytime(
  improvements: readonly number[],
  statement: Statement,
  failLevel = significance,
): AnytimeDecision {
  const { level } = statement;
  for (let pairs = 2; pairs <= improvements.length; pairs += 1) {
    const seen = improvements.slice(0, pairs);
    const interval = anytimeInterval(seen, level);
    if (interval && isWithin(interval, statement)) return { verdict: 'holds', pairs, interval };
    if (isRefuted(seen, statement, failLevel)) return { verdict: 'fails', pairs, interval };
  }
  return { verdict: 'undecided', pairs: improvements.length, interval: anytimeInterval(improvements, level) };
}

const isWithin = ([low, high]: Interval, { above, below = Infinity }: Statement): boolean =>
  low > above && high < below;

function isRefuted(
  seen: readonly number[],
  { above, below = Infinity, margin }: Statement,
  failLevel: number,
): boolean {
  const strict = anytimeInterval(seen, failLevel);
  if (strict && (strict[1] < above || strict[0] > below)) return true;
  const small = margin === undefined ? undefined : anytimeInterval(seen, 2 * failLevel);
  return small !== undefined && small[1] < margin!;
}

/** "decided after 9 seeds: anytime-valid 95 % interval of the improvement .29 to .43" */
export function anytimeText(
  { verdict, pairs, interval }: AnytimeDecision,
  { level, above, below, format }: Statement,
): string {
  const seeds = `${pairs} ${pairs === 1 ? 'seed' : 'seeds'}`;
  const when = verdict === 'undecided' ? `not decided after ${seeds}` : `decided after ${seeds}`;
  const share = `${Math.round(100 * (1 - level))} %`;
  const shown = interval === undefined ? 'excludes nothing yet' : formatInterval(interval, format);
  const bound = above === 0 ? '' : `, which must lie above ${formatNumber(above, format)}`;
  const other = below === undefined ? '' : ` and below ${formatNumber(below, format)}`;
  return `seeds were added until it was decided: ${when}, anytime-valid ${share} interval of the improvement ${shown}${bound}${other}`;
}
