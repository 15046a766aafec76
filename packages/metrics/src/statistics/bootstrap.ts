import { type Interval, random, UserError } from '@alignclip/core';
import { quantileSorted } from 'simple-statistics';
import { newBatch } from './batches';

export interface BootstrapOptions {
  /** Default 1,000. */
  readonly resamples?: number;
  readonly seed?: number;
  /** Default .95. */
  readonly level?: number;
}

/**
 * Percentile bootstrap intervals. `statistics` gives the values of a sample from how often each of `units` occurs in it;
 * the caller chooses what a unit is (pairs, images, pairs of sentences). Equal seeds give equal intervals. A statistic has
 * no interval where there is one unit only, which can't show a spread, or where more than a quarter of the samples have
 * no value (NaN). Throws UserError without units.
 */
export function bootstrapIntervals<Name extends string>(
  units: number,
  statistics: (weights: Float64Array) => Record<Name, number>,
  { resamples = 1000, seed = 0, level = 0.95 }: BootstrapOptions = {},
): Record<string, Interval> {
  if (units < 1) throw new UserError(`a bootstrap needs at least one unit, got ${units}`);
  if (units < 2 || resamples < 1) return {};
  const stream = random('bootstrap', seed);
  const samples: Record<Name, number>[] = [];
  while (samples.length < resamples) {
    const batch = newBatch(Math.min(together(units), resamples - samples.length), units);
    for (const weights of batch.samples)
      for (let draw = 0; draw < units; draw += 1) weights[stream.integer(units)]! += 1;
    samples.push(...batch.samples.map(statistics));
  }
  const names = Object.keys(samples[0]!) as Name[];
  const entries = names.flatMap((name) => {
    const interval = percentiles(
      samples.map((sample) => sample[name]),
      level,
    );
    return interval ? [[name, interval] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Samples drawn at a time: their weights are in memory together, 16 MB where more than 64 are. */
const together = (units: number): number => Math.max(64, Math.min(256, Math.floor(2 ** 21 / units)));

/** The interval of one statistic. Throws UserError where it has none. */
export function bootstrapInterval(
  units: number,
  statistic: (weights: Float64Array) => number,
  options: BootstrapOptions = {},
): Interval {
  const { value: interval } = bootstrapIntervals(units, (weights) => ({ value: statistic(weights) }), options);
  if (interval) return interval;
  if (units < 2) throw new UserError('a bootstrap interval needs at least two units, got 1');
  throw new UserError('a bootstrap interval: the statistic is undefined in over a quarter of the samples');
}

/** The largest share of samples without a value: beyond it the percentiles aren't known. */
const maxUndefined = 0.25;

function percentiles(values: readonly number[], level: number): Interval | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0 || sorted.length < (1 - maxUndefined) * values.length) return undefined;
  return [quantileSorted(sorted, (1 - level) / 2), quantileSorted(sorted, (1 + level) / 2)];
}
