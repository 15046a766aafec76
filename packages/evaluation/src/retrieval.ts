import { Dataset, defineComponent, type DualEncoder, Evaluator, inTemplate, type Matrix } from '@alignclip/core';
import { rankScores, relevanceOf, retrievalRanks, reverseRelevance, type Relevance } from '@alignclip/metrics';
import { z } from 'zod';
import { evaluateEach, type Part, scoredWithIntervals } from './evaluations';
import { exampleQueries } from './retrieval/example-queries';
import { rightTexts } from './retrieval/right-texts';
import { checkSplits, embedSplit, embedTexts, type EmbeddedSplit, firstCaptions, splitOptions } from './splits';

const options = z.strictObject({
  ...splitOptions,
  ks: z.array(z.int().min(1)).min(1).default([1, 5, 10]).describe('values k of R@k'),
  captions: z.enum(['first', 'all']).default('first').describe('captions per image that are texts'),
  duplicates: z
    .enum(['right', 'listed'])
    .default('right')
    .describe('a caption that several images have is right for each of them, or only for the one it is listed with'),
  template: z.string().includes('{}').default('{}').describe('text that the model sees, {} being the caption'),
  examples: z
    .int()
    .min(0)
    .max(100)
    .default(24)
    .describe('queries in the details with their nearest items, evenly spaced over the split'),
});
type Options = z.output<typeof options>;

/**
 * Retrieval both ways among the images and captions of a split, with bootstrap intervals over images.
 * Scores `retrieval/<split>/<image-to-text|text-to-image>/<R@k|mean-rank|median-rank>`.
 */
export const retrieval = defineComponent(Evaluator)({
  type: 'retrieval',
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, given.splits);
    return {
      name: 'retrieval',
      evaluate: (model) => {
        const { splits, captions, duplicates, template } = given;
        const ofSplit = async (split: string) => measure(model, await embedSplit(model, dataset, split), given);
        return evaluateEach('retrieval', splits, ofSplit, { captions, duplicates, template });
      },
    };
  },
});

async function measure(model: DualEncoder, split: EmbeddedSplit, given: Options): Promise<Part[]> {
  const { captions, imageOfText } = listCaptions(split, given.captions);
  const prompts = captions.map((caption) => inTemplate(given.template, caption));
  const text = await embedTexts(model, prompts, `captions of split "${split.name}"`);
  const images = split.image.rows;
  const right =
    given.duplicates === 'right' ? rightTexts(captions, imageOfText, images) : relevanceOf(imageOfText, images);
  const source = { split, captions, imageOfText, text, right };
  return directionsOf(source).map(({ direction, imageOf, queries }) => {
    const scores = rankScores(queries.ranks, imageOf, given.ks);
    return {
      prefix: `${split.name}/${direction}`,
      ...scoredWithIntervals(images, scores, { resamples: given.resamples }),
      details: {
        images,
        texts: captions.length,
        differentTexts: new Set(captions).size,
        examples: exampleQueries(queries, given.examples),
      },
    };
  });
}

interface Embedded {
  readonly split: EmbeddedSplit;
  readonly captions: readonly string[];
  readonly imageOfText: readonly number[];
  readonly text: Matrix;
  readonly right: Relevance;
}

/** Each side as the queries, with their ranks and the image that each belongs to. */
function directionsOf({ split, captions, imageOfText, text, right }: Embedded) {
  const { image, ids } = split;
  const ranks = retrievalRanks(image, text, right);
  const shownImage = (i: number) => ({ id: ids[i]!, caption: split.captions[i]![0]! });
  const shownText = (t: number) => ({ id: ids[imageOfText[t]!]!, caption: captions[t]! });
  const images = { queries: image, items: text, right, shownQuery: shownImage, shownItem: shownText };
  const texts = { queries: text, items: image, right: reverseRelevance(right, text.rows) };
  return [
    {
      direction: 'image-to-text',
      imageOf: ids.map((_, i) => i),
      queries: { ...images, ranks: ranks.imageToText },
    },
    {
      direction: 'text-to-image',
      imageOf: imageOfText,
      queries: { ...texts, shownQuery: shownText, shownItem: shownImage, ranks: ranks.textToImage },
    },
  ] as const;
}

function listCaptions(split: EmbeddedSplit, which: Options['captions']) {
  const first = firstCaptions(split);
  const chosen = which === 'first' ? first.map((caption) => [caption]) : split.captions;
  return { captions: chosen.flat(), imageOfText: chosen.flatMap((own, image) => own.map(() => image)) };
}
