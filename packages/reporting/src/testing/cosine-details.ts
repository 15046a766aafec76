import type { RunRecord } from '@alignclip/core';
import { cosineHistogram } from '@alignclip/metrics';

/** Details as the evaluator `gap` leaves them for those cosines of true pairs. */
export const cosineDetails = (split: string, cosines: readonly number[]): RunRecord['details'] => {
  const { edges, counts, cumulative } = cosineHistogram(cosines);
  return { gap: { [split]: { cosines: { edges: [...edges], counts: [...counts], cumulative: [...cumulative] } } } };
};
