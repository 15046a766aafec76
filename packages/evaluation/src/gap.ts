import { Dataset, defineComponent, type DualEncoder, Evaluator, type Json } from '@alignclip/core';
import { gapMetrics, gapReport } from '@alignclip/metrics';
import { z } from 'zod';
import { evaluateEach, type Part, undefinedOf } from './evaluations';
import { checkSplits, embedSplit, embedTexts, firstCaptions, splitOptions } from './splits';

/**
 * Every gap metric between the images of a split and their first captions, with bootstrap intervals over pairs.
 * Scores `gap/<split>/<metric>`; details hold the distribution of pair cosines (AlignCLIP, Fig. 4).
 */
export const gap = defineComponent(Evaluator)({
  type: 'gap',
  scoreEndings: gapMetrics.map(({ name }) => name),
  options: z.strictObject({
    ...splitOptions,
    mostPairwise: z
      .int()
      .min(2)
      .max(20_000)
      .default(1000)
      .describe('at most this many examples for metrics over all pairs, O(N²)'),
  }),
  inject: [Dataset],
  create: ({ splits, resamples, mostPairwise }, dataset): Evaluator => {
    checkSplits(dataset, splits);
    const measure = async (model: DualEncoder, name: string): Promise<Part> => {
      const split = await embedSplit(model, dataset, name);
      const text = await embedTexts(model, firstCaptions(split), `captions of split "${name}"`);
      if (split.image.rows < 2) {
        const names = gapMetrics.map((metric) => metric.name);
        return {
          prefix: name,
          scores: {},
          intervals: {},
          undefinedScores: undefinedOf(names, () => 'one pair'),
          details: {},
        };
      }
      const { scores, intervals, undefinedScores, ...rest } = gapReport(split.image, text, { resamples, mostPairwise });
      return { prefix: name, scores, intervals, undefinedScores, details: rest as unknown as Json };
    };
    return {
      name: 'gap',
      evaluate: (model) => evaluateEach('gap', splits, (split) => measure(model, split), { captions: 'first' }),
    };
  },
});
