import { Claim, defineComponent, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { claimOptions } from './claims/claim-options';
import { judgeParts } from './claims/judge-parts';
import { cosinesOf, quantileOf } from './records/cosines-of';
import { splits } from './tables/options';

/** A claim that a distribution of pair cosines lies to the right of another's: at each of these quantiles. */
export const distributionClaim = defineComponent(Claim)({
  type: 'distribution-claim',
  options: z.strictObject({
    ...claimOptions,
    splits: splits('test'),
    quantiles: z.array(z.number().gt(0).lt(1)).min(1).default([0.1, 0.25, 0.5, 0.75, 0.9]),
  }),
  create: ({ claim, source, pairs, splits, quantiles, ...fairness }) => {
    const wanted = splits.flatMap((split) => quantiles.map((quantile) => ({ split, quantile })));
    const scores = wanted.map((point) => ({
      score: keyOf(point),
      name: `${ordinal(point.quantile)} percentile of the pair cosines on ${point.split}`,
      better: 'higher' as const,
      percent: false,
      threshold: 0,
    }));
    return {
      claim,
      source,
      judge: (records) => judgeParts(records.map((record) => withQuantiles(record, wanted)), pairs, scores, fairness), // prettier-ignore
    };
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
