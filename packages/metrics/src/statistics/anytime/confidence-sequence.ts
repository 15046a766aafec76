import type { Interval } from '@alignclip/core';
import studentCdf from '@stdlib/stats-base-dists-t-cdf';

/** Variance of the prior on the effect (mean in standard deviations), under the alternative: N(0, 1). */
const prior = 1;

/**
 * Natural logarithm of the e-value against mean = `centre`, of at least two values; undefined where there are fewer. Equal
 * values give its limit as their spread goes to 0: (n − 1) / 2 · log(1 + n) against any other mean. It is the Bayes factor of the t test with a normal prior on the effect and the right Haar measure on the
 * scale (Gönen et al. 2005): a test martingale for independent normal values of one mean and one unknown variance
 * (Lai 1976; Wang and Ramdas 2025; Pérez-Ortiz et al. 2024). So the chance that it ever passes log(1 / α) is at most α
 * where the mean is `centre`, however often it is looked at and whatever decides when to stop.
 */
export function logEvidence(values: readonly number[], centre: number): number | undefined {
  const { mean, sd, count } = momentsOf(values);
  if (count < 2) return undefined;
  const growth = 1 + prior * count;
  if (sd === 0) return (mean === centre ? -1 : count - 1) * (Math.log(growth) / 2);
  const square = (count * ((mean - centre) / sd) ** 2) / (count - 1); // t² / (n − 1)
  return (count * (Math.log1p(square) - Math.log1p(square / growth)) - Math.log(growth)) / 2;
}

/**
 * The means against which there is less evidence than 1 / level: an interval of a confidence sequence, which holds the
 * true mean at all numbers of values at once with probability 1 − level. Undefined where `logEvidence` is, and while so few
 * values exclude nothing: at .05 below five. Of equal values it is that value alone.
 */
export function anytimeInterval(values: readonly number[], level: number): Interval | undefined {
  const { mean, sd, count } = momentsOf(values);
  const critical = criticalT(count, level);
  if (critical === undefined) return undefined;
  const half = (critical * sd) / Math.sqrt(count);
  return [mean - half, mean + half];
}

/** The level, both ways, of the t test that one look at so many values is; undefined while they exclude nothing. */
export function lookLevel(count: number, level: number): number | undefined {
  const critical = criticalT(count, level);
  return critical === undefined ? undefined : 2 * studentCdf(-critical, count - 1);
}

/** The |t| beyond which so many values exclude a mean. */
function criticalT(count: number, level: number): number | undefined {
  const growth = 1 + prior * count;
  const bound = Math.exp((Math.log(growth) - 2 * Math.log(level)) / count); // (1 + x) / (1 + x / growth) for x = t² / (n − 1)
  if (count < 2 || bound >= growth) return undefined;
  return Math.sqrt(((count - 1) * (bound - 1)) / (1 - bound / growth));
}

/** sd 0: fewer than two values, or none that differ by more than rounding; then the mean is the first. */
function momentsOf(values: readonly number[]) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  const rounding = 1e-12 * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return sd <= rounding ? { count, mean: values[0] ?? NaN, sd: 0 } : { count, mean, sd };
}
