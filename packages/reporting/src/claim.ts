import { Claim, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { judgeClaim } from './comparison/judge-claim';
import { offFrontierOption } from './frontier/options';
import { betterDirection, claimOptions, namedMeasure } from './options';

/** A claim about scores: in each of them the first variant of each pair is better than the second. */
export const claim = defineComponent(Claim)({
  type: 'claim',
  options: z.strictObject({
    ...claimOptions,
    scores: z
      .array(z.strictObject({ ...namedMeasure, better: betterDirection }))
      .min(1)
      .describe('scores in which the first variant of each pair is claimed to be better'),
    threshold: z
      .number()
      .default(0)
      .describe('difference that must be exceeded, in the unit of the score; negative: may be worse by that much'),
    offFrontier: offFrontierOption,
  }),
  create: ({ claim, source, pairs, scores, threshold, offFrontier, ...fairness }) => {
    const claimed = scores.map((score) => ({ ...score, threshold }));
    return { claim, source, judge: (records) => judgeClaim(records, pairs, claimed, fairness, offFrontier) };
  },
});
