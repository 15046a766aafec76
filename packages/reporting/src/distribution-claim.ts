import { Claim, defineComponent, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { judgeClaim } from './comparison/judge-claim';
import { claimOptions, splits } from './options';
import { cosinesOf, quantileOf } from './records';

/** A claim that one distribution of pair cosines lies to the right of another's: at each of these quantiles. */
export const distributionClaim = defineComponent(Claim)({
  type: 'distribution-claim',
  options: z.strictObject({
    ...claimOptions,
    splits: splits('test'),
    quantiles: z
      .array(z.number().gt(0).lt(1))
      .min(1)
      .default([0.1, 0.25, 0.5, 0.75, 0.9])
      .describe('shares of the pairs, each between 0 and 1, at which the cosines are compared'),
  }),
  create: ({ claim, source, pairs, splits, quantiles, ...fairness }) => {
    const points = splits.flatMap((split) => quantiles.map((quantile) => ({ split, quantile })));
    const scores = points.map((point) => ({
      score: keyOf(point),
      name: `${ordinal(point.quantile)} percentile of the pair cosines on ${point.split}`,
      better: 'higher' as const,
      percent: false,
      threshold: 0,
    }));
    const withPoints = (record: RunRecord) => withQuantiles(record, points);
    return { claim, source, judge: (records) => judgeClaim(records.map(withPoints), pairs, scores, fairness) };
  },
});

interface Point {
  readonly split: string;
  readonly quantile: number;
}

const keyOf = ({ split, quantile }: Point): string => `gap/${split}/cosine-quantile-${quantile}`;

/** The record with the quantiles of its histograms as scores. */
function withQuantiles(record: RunRecord, points: readonly Point[]): RunRecord {
  const found = points.flatMap((point): [string, number][] => {
    const cosines = cosinesOf(record, point.split);
    return cosines === undefined ? [] : [[keyOf(point), quantileOf(cosines, point.quantile)]];
  });
  return { ...record, scores: { ...record.scores, ...Object.fromEntries(found) } };
}

const ordinal = (quantile: number): string => `${Math.round(quantile * 1000) / 10}th`;
