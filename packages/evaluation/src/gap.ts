import { Dataset, defineComponent, type DualEncoder, Evaluator, type Json } from '@alignclip/core';
import { gapReport } from '@alignclip/metrics';
import { z } from 'zod';
import { checkSplits } from './split/check-splits';
import { embedSplit, embedTexts, firstCaptions } from './split/embedded-split';
import { mergeEvaluations, type Part } from './split/merge-evaluations';
import { splitOptions } from './split/options';

/**
 * Every gap metric between the images of a split and their first captions, with bootstrap intervals over pairs.
 * Scores `gap/<split>/<metric>`; details hold the distribution of pair cosines (AlignCLIP, Fig. 4).
 */
export const gap = defineComponent(Evaluator)({
  type: 'gap',
  options: z.strictObject({
    ...splitOptions,
    /** Metrics that compare all pairs of examples see at most this many examples. */
    mostPairwise: z.int().min(2).max(20_000).default(1000),
  }),
  inject: [Dataset],
  create: ({ splits, resamples, mostPairwise }, dataset): Evaluator => {
    checkSplits(dataset, splits);
    const measure = async (model: DualEncoder, name: string): Promise<Part> => {
      const split = await embedSplit(model, dataset, name);
      const text = await embedTexts(model, firstCaptions(split), `captions of split "${name}"`);
      const { scores, intervals, ...rest } = gapReport(split.image, text, { resamples, mostPairwise });
      return { prefix: name, scores, intervals, details: rest as unknown as Json };
    };
    return {
      name: 'gap',
      evaluate: async (model) => {
        const parts: Part[] = [];
        for (const split of splits) parts.push(await measure(model, split));
        return mergeEvaluations('gap', parts, { captions: 'first' });
      },
    };
  },
});
