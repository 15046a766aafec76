import { Claim, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { claimOptions } from './claims/claim-options';
import { judgeParts } from './claims/judge-parts';
import { measure } from './measure';

/** A claim about scores: in each of them the first variant of each pair is better than the second. */
export const claim = defineComponent(Claim)({
  type: 'claim',
  options: z.strictObject({
    ...claimOptions,
    scores: z
      .array(z.strictObject({ name: z.string().min(1), ...measure, better: z.enum(['lower', 'higher']) }))
      .min(1),
    /** By how much the first must be better; below 0 by how much it may be worse ("at least as good"). */
    threshold: z.number().default(0),
  }),
  create: ({ claim, source, pairs, scores, threshold, ...fairness }) => ({
    claim,
    source,
    judge: (records) =>
      judgeParts(
        records,
        pairs,
        scores.map((score) => ({ ...score, threshold })),
        fairness,
      ),
  }),
});
