import { UserError } from '@alignclip/core';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import studentQuantile from '@stdlib/stats-base-dists-t-quantile';
import { spreadLaw } from './spread-law';

/** How a test is made. */
export interface TestDesign {
  /** Share of false findings, in (0, 1). */
  readonly level: number;
  /** 2: a difference either way; 1: one above 0. */
  readonly sides: 1 | 2;
}

/** More pairs than these are not looked for. */
export const mostPairs = 1000;

/**
 * Power of the paired t test with n ≥ 2 pairs: the chance that it finds a true mean difference of `effect` standard
 * deviations of the differences, which are normal. The test statistic then has the noncentral t distribution with n − 1
 * degrees of freedom and noncentrality effect · √n. In [0, 1]. Throws UserError on fewer pairs or an effect that is not
 * finite.
 */
export function studentPower(effect: number, pairs: number, { level, sides }: TestDesign): number {
  if (!Number.isInteger(pairs) || pairs < 2)
    throw new UserError(`power: pairs = ${pairs}: must be a whole number from 2`);
  if (!Number.isFinite(effect)) throw new UserError(`power: effect = ${effect}: must be finite`);
  const critical = studentQuantile(1 - level / sides, pairs - 1);
  const shift = effect * Math.sqrt(pairs);
  const { points, weights } = spreadLaw(pairs - 1);
  let power = 0;
  for (let i = 0; i < points.length; i += 1) {
    const reach = critical * points[i]!;
    const other = sides === 2 ? normalCdf(-shift - reach, 0, 1) : 0;
    power += weights[i]! * (normalCdf(shift - reach, 0, 1) + other);
  }
  return Math.min(1, power);
}

/** The fewest pairs with which the paired t test finds `effect` with this power; undefined where it takes more than 1,000. */
export function studentPairs(effect: number, power: number, design: TestDesign): number | undefined {
  const reaches = (pairs: number) => studentPower(effect, pairs, design) >= power;
  if (!reaches(mostPairs)) return undefined;
  let [low, high] = [1, mostPairs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The smallest effect above 0 at which `powerOf`, which must not fall, reaches `power`; to this relative error. */
export function smallestEffect(power: number, powerOf: (effect: number) => number, error = 1e-6): number {
  let [low, high] = [0, 1];
  while (powerOf(high) < power) [low, high] = [high, high * 2];
  while (high - low > error * high) {
    const middle = (low + high) / 2;
    if (powerOf(middle) < power) low = middle;
    else high = middle;
  }
  return high;
}
