import type { Cell } from '@alignclip/core';
import { describeSample } from '@alignclip/metrics';

/** Mean, sample standard deviation and t interval of one value a seed; undefined where there is none. */
export function cellOf(values: readonly number[]): Cell | undefined {
  if (values.length === 0) return undefined;
  const { count, ...figures } = describeSample(values);
  return { ...figures, seeds: count };
}
