import { Dataset, defineComponent, type DualEncoder, Evaluator, type Json } from '@alignclip/core';
import { allGapMetrics, gapMetrics, gapReport } from '@alignclip/metrics';
import { z } from 'zod';
import { evaluateEach, type Part, undefinedOf } from './evaluations';
import { checkSplits, embedSplit, embedTexts, firstCaptions, splitOptions } from './splits';

const otherNearest = 'it asks who is nearest by cosine, and this model compares rows in another way';
type GapMetric = (typeof allGapMetrics)[number];

/**
 * Gap metrics between the images of a split and their first captions, with bootstrap intervals over pairs.
 * Scores `gap/<split>/<metric>`; details hold the distribution of pair cosines (AlignCLIP, Fig. 4).
 */
export const gap = defineComponent(Evaluator)({
  type: 'gap',
  scoreEndings: allGapMetrics.map(({ name }) => name),
  options: z.strictObject({
    ...splitOptions,
    mostPairwise: z
      .int()
      .min(2)
      .max(20_000)
      .default(1000)
      .describe('at most this many examples for metrics over all pairs, O(N²)'),
    metrics: z
      .enum(['usual', 'all'])
      .optional()
      .describe('the sixteen usual metrics (default), or those of geometry, spectrum, kernels and neighbours as well'),
  }),
  inject: [Dataset],
  create: ({ splits, resamples, mostPairwise, metrics: which }, dataset): Evaluator => {
    checkSplits(dataset, splits);
    const metrics = which === 'all' ? allGapMetrics : gapMetrics;
    const measure = async (model: DualEncoder, name: string): Promise<Part> => {
      const split = await embedSplit(model, dataset, name);
      const text = await embedTexts(model, firstCaptions(split), `captions of split "${name}"`);
      if (split.image.rows < 2) {
        const names = metrics.map((metric) => metric.name);
        return {
          prefix: name,
          scores: {},
          intervals: {},
          undefinedScores: undefinedOf(names, () => 'one pair'),
          details: {},
        };
      }
      const isLeftOut = ({ isOfNearest }: GapMetric) => isOfNearest && model.similarity?.rows === 'own';
      const options = { metrics: metrics.filter((metric) => !isLeftOut(metric)), resamples, mostPairwise };
      const { scores, intervals, undefinedScores, ...rest } = gapReport(split.image, text, options);
      const without = metrics.filter(isLeftOut).map((metric) => metric.name);
      return {
        prefix: name,
        scores,
        intervals,
        undefinedScores: { ...undefinedScores, ...undefinedOf(without, () => otherNearest) },
        details: rest as unknown as Json,
      };
    };
    return {
      name: 'gap',
      evaluate: (model) =>
        evaluateEach('gap', splits, (split) => measure(model, split), {
          captions: 'first',
          ...(model.similarity?.rows === 'own' && { rows: 'given length 1' }),
        }),
    };
  },
});
