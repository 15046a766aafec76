import { type Interval, random, UserError } from '@alignclip/core';
import { quantileSorted } from 'simple-statistics';

export interface BootstrapOptions {
  /** Default 1,000. */
  readonly resamples?: number;
  readonly seed?: number;
  /** Default .95. */
  readonly level?: number;
}

/**
 * Percentile bootstrap intervals. `statistics` gives the values of a sample from how often each of `units` occurs in it;
 * the caller chooses what a unit is (pairs, images, pairs of sentences). Equal seeds give equal intervals.
 */
export function bootstrapIntervals<Name extends string>(
  units: number,
  statistics: (weights: Float64Array) => Record<Name, number>,
  { resamples = 1000, seed = 0, level = 0.95 }: BootstrapOptions = {},
): Record<Name, Interval> {
  if (units < 1) throw new UserError(`a bootstrap needs at least one unit, got ${units}`);
  const stream = random('bootstrap', seed);
  const samples = Array.from({ length: resamples }, () => {
    const weights = new Float64Array(units);
    for (let draw = 0; draw < units; draw += 1) weights[stream.integer(units)]! += 1;
    return statistics(weights);
  });
  const names = Object.keys(samples[0]!) as Name[];
  const valuesOf = (name: Name) => samples.map((sample) => sample[name]);
  const entries = names.map((name) => [name, percentiles(valuesOf(name), level)] as const);
  return Object.fromEntries(entries) as Record<Name, Interval>;
}

/** The interval of one statistic. */
export const bootstrapInterval = (
  units: number,
  statistic: (weights: Float64Array) => number,
  options: BootstrapOptions = {},
): Interval => bootstrapIntervals(units, (weights) => ({ value: statistic(weights) }), options).value;

/** A sample in which the statistic is undefined (NaN) is left out. */
function percentiles(values: readonly number[], level: number): Interval {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) throw new UserError('a bootstrap interval: the statistic is undefined in every sample');
  return [quantileSorted(sorted, (1 - level) / 2), quantileSorted(sorted, (1 + level) / 2)];
}
