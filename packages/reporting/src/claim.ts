import { Claim, defineComponent, type SeedsRule } from '@alignclip/core';
import { z } from 'zod';
import { boundsOf, claimKinds, testedSentence, withMargin } from './comparison/claimed-tests';
import { judgeClaim } from './comparison/judge-claim';
import { statementOf } from './comparison/statements';
import { offFrontierOption } from './frontier/options';
import { betterDirection, claimOptions, namedMeasure } from './options';

const options = z
  .strictObject({
    ...claimOptions,
    scores: z
      .array(z.strictObject({ ...namedMeasure, better: betterDirection }))
      .min(1)
      .describe('scores in which the first variant of each pair is claimed to be better'),
    says: z
      .enum(claimKinds)
      .default('better')
      .describe('what is said of the first of each pair, which decides the test'),
    margin: z
      .number()
      .positive()
      .optional()
      .describe(
        "difference too small to matter, in the unit of the score; required for 'at-least-as-good', 'maintains', 'same', else the claim fails where a larger improvement is excluded",
      ),
    threshold: z
      .number()
      .default(0)
      .describe('difference that must be exceeded, in the unit of the score; negative: may be worse by that much'),
    offFrontier: offFrontierOption,
  })
  .superRefine(({ says, margin, threshold, scores, pairs }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    const needsMargin = withMargin.includes(says);
    if (needsMargin && margin === undefined) refuse('margin', `is missing: says "${says}" holds within a margin`);
    if (!needsMargin && margin !== undefined && margin <= threshold)
      refuse('margin', `${margin} must lie above threshold, ${threshold}`);
    if (needsMargin && threshold !== 0) refuse('threshold', `says "${says}" has a margin in its place`);
    if (says === 'reduces' && scores.some(({ better }) => better !== 'lower'))
      refuse('scores', 'says "reduces": each must be better where it is lower');
    if (says === 'best-of' && pairs.some(([first]) => first !== pairs[0]![0]))
      refuse('pairs', 'says "best-of": each must begin with the same variant');
  });

/** A claim about scores of pairs of variants: that the first is better, at least as good, the best, or the same. */
export const claim = defineComponent(Claim)({
  type: 'claim',
  options,
  create: ({ claim, source, pairs, scores, says, margin, threshold, offFrontier, ...fairness }) => {
    const bounds = boundsOf(says, margin, threshold);
    const statements = pairs.flatMap(([treatment, baseline]) =>
      scores.map((score) => statementOf({ treatment, baseline }, score, bounds)),
    );
    const tested = testedSentence(says, statements.length, { threshold, margin });
    const claimed = { statements, tested, fairness, offFrontier };
    return { claim, source, statements, judge: (records, seeds?: SeedsRule) => judgeClaim(records, claimed, seeds) };
  },
});
