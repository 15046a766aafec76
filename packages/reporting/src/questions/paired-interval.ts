import type { Interval } from '@alignclip/core';
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, sampleStandardDeviation } from 'simple-statistics';

/** 95 % interval of the mean of n paired differences: mean ± t(.975, n − 1) · s / √n (Student's paired t). n ≥ 2. */
export function pairedInterval(differences: readonly number[]): Interval {
  const n = differences.length;
  const centre = mean([...differences]);
  const half = (quantile(0.975, n - 1) * sampleStandardDeviation([...differences])) / Math.sqrt(n);
  return [centre - half, centre + half];
}
