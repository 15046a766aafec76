import type { Interval } from '@alignclip/core';

/** Variance of the prior on the effect (mean in standard deviations), under the alternative: N(0, 1). */
const prior = 1;

/**
 * Natural logarithm of the e-value against mean = `centre`, of at least two values; undefined where there are fewer, or
 * all are equal. It is the Bayes factor of the t test with a normal prior on the effect and the right Haar measure on the
 * scale (Gönen et al. 2005): a test martingale for independent normal values of one mean and one unknown variance
 * (Lai 1976; Wang and Ramdas 2025; Pérez-Ortiz et al. 2024). So the chance that it ever passes log(1 / α) is at most α
 * where the mean is `centre`, however often it is looked at and whatever decides when to stop.
 */
export function logEvidence(values: readonly number[], centre: number): number | undefined {
  const { mean, sd, count } = momentsOf(values);
  if (sd === 0) return undefined;
  const growth = 1 + prior * count;
  const square = (count * ((mean - centre) / sd) ** 2) / (count - 1); // t² / (n − 1)
  return (count * (Math.log1p(square) - Math.log1p(square / growth)) - Math.log(growth)) / 2;
}

/**
 * The means against which there is less evidence than 1 / level: an interval of a confidence sequence, which holds the
 * true mean at all numbers of values at once with probability 1 − level. Undefined where `logEvidence` is, and while so few
 * values exclude nothing: at .05 below five.
 */
export function anytimeInterval(values: readonly number[], level: number): Interval | undefined {
  const { mean, sd, count } = momentsOf(values);
  const growth = 1 + prior * count;
  const bound = Math.exp((Math.log(growth) - 2 * Math.log(level)) / count); // (1 + x) / (1 + x / growth) for x = t² / (n − 1)
  if (sd === 0 || bound >= growth) return undefined;
  const half = sd * Math.sqrt((((count - 1) / count) * (bound - 1)) / (1 - bound / growth));
  return [mean - half, mean + half];
}

/** sd 0: fewer than two values, or none that differ by more than rounding. */
function momentsOf(values: readonly number[]) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  const rounding = 1e-12 * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { count, mean, sd: sd <= rounding ? 0 : sd };
}
