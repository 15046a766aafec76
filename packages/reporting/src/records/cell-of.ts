import type { Cell } from '@alignclip/core';
import { mean, sampleStandardDeviation } from 'simple-statistics';

/** Mean and sample standard deviation of one value a seed; undefined where there is none. */
export function cellOf(values: readonly number[]): Cell | undefined {
  if (values.length === 0) return undefined;
  const spread = values.length > 1 ? { sd: sampleStandardDeviation([...values]) } : {};
  return { mean: mean([...values]), ...spread, seeds: values.length };
}
