import { type Interval, UserError } from '@alignclip/core';
import studentQuantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { bootstrapInterval } from './bootstrap';

/** What is reported about the values of a sample. */
export interface SampleDescription {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1); absent for one value. */
  readonly sd?: number;
  /** 95 % t interval of the mean; absent for one value, and where all are equal: they show no spread. */
  readonly interval?: Interval;
}

/** Mean, sd and t interval of values such as one score over seeds. Throws UserError unless all are finite and one exists. */
export function describeSample(values: readonly number[], level = 0.95): SampleDescription {
  if (values.length === 0) throw new UserError('there are no values to describe');
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new UserError(`a value to describe is ${bad}`);
  const count = values.length;
  const centre = mean([...values]);
  if (count === 1) return { count, mean: centre };
  const sd = sampleStandardDeviation([...values]);
  const rounding = 1e-12 * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (sd <= rounding) return { count, mean: centre, sd: 0 };
  const half = (studentQuantile((1 + level) / 2, count - 1) * sd) / Math.sqrt(count);
  return { count, mean: centre, sd, interval: [centre - half, centre + half] };
}

/** 95 % percentile bootstrap interval of a mean; too narrow for fewer than about 20 values. */
export function bootstrapMean(values: readonly number[]): Interval {
  const meanOf = (counts: Float64Array) =>
    values.reduce((sum, value, i) => sum + value * counts[i]!, 0) / values.length;
  return bootstrapInterval(values.length, meanOf);
}
