import { Claim, defineComponent, type RunRecord, type SeedsRule } from '@alignclip/core';
import { z } from 'zod';
import { testedSentence } from './comparison/claimed-tests';
import { judgeClaim } from './comparison/judge-claim';
import { statementOf } from './comparison/statements';
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
    const statements = pairs.flatMap(([treatment, baseline]) =>
      points.map((point) => ({ ...statementOf({ treatment, baseline }, scoreAt(point)), valueIn: cosineAt(point) })),
    );
    const tested = testedSentence('better', statements.length, { threshold: 0, margin: undefined });
    const claimed = { statements, tested, fairness };
    return { claim, source, statements, judge: (records, seeds?: SeedsRule) => judgeClaim(records, claimed, seeds) };
  },
});

interface Point {
  readonly split: string;
  readonly quantile: number;
}

const scoreAt = ({ split, quantile }: Point) => ({
  score: `gap/${split}/cosine-quantile-${quantile}`,
  name: `${ordinal(quantile)} percentile of the pair cosines on ${split}`,
  better: 'higher' as const,
  percent: false,
});

/** From the histogram of the record. */
const cosineAt =
  ({ split, quantile }: Point) =>
  (record: RunRecord): number | undefined => {
    const cosines = cosinesOf(record, split);
    return cosines && quantileOf(cosines, quantile);
  };

const ordinal = (quantile: number): string => `${Math.round(quantile * 1000) / 10}th`;
