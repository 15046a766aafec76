import {
  Dataset,
  defineComponent,
  type DualEncoder,
  Evaluator,
  inTemplate,
  type Matrix,
  type Modality,
  type Similarity,
} from '@alignclip/core';
import { rankScores, retrievalRanks, reverseRelevance, scorerOf, type Relevance } from '@alignclip/metrics';
import { z } from 'zod';
import { evaluateEach, type Part, scoredWithIntervals, undefinedOf } from './evaluations';
import { exampleQueries } from './retrieval/example-queries';
import { recallOdds, rightTexts } from './retrieval/right-texts';
import {
  checkSplits,
  embedSplit,
  embedTexts,
  type EmbeddedSplit,
  firstCaptions,
  seenTexts,
  splitOptions,
} from './splits';

const options = z.strictObject({
  ...splitOptions,
  ks: z
    .array(z.int().min(1))
    .min(1)
    .default([1, 5, 10])
    .describe('values k of R@k; those at which a query can miss are used'),
  captions: z.enum(['first', 'all']).default('first').describe('captions per image that are texts'),
  duplicates: z
    .enum(['right', 'listed'])
    .optional()
    .describe(
      "a caption that several images have is right for each of them, or only for the one it is listed with; equal is what the model can't tell apart (default: as the data set says, else right)",
    ),
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
  scoreEndings: [/^R@\d+$/, 'mean-rank', 'median-rank'],
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, given.splits);
    return {
      name: 'retrieval',
      evaluate: (model) => {
        const { splits, captions, template } = given;
        const duplicates = given.duplicates ?? dataset.duplicates ?? 'right';
        const ofSplit = async (split: string) =>
          measure(model, await embedSplit(model, dataset, split, 'scores'), { ...given, duplicates });
        return evaluateEach('retrieval', splits, ofSplit, { captions, duplicates, template });
      },
    };
  },
});

async function measure(model: DualEncoder, split: EmbeddedSplit, given: Required<Options>): Promise<Part[]> {
  const { captions, imageOfText } = listCaptions(split, given.captions);
  const prompts = captions.map((caption) => inTemplate(given.template, caption));
  const text = await embedTexts(model, prompts, `captions of split "${split.name}"`, 'scores');
  const images = split.image.rows;
  const keys = seenTexts(model, prompts);
  const right = rightTexts(keys, imageOfText, images, given.duplicates);
  const [different, seen] = [new Set(prompts).size, new Set(keys).size];
  const source = { split, captions, imageOfText, text, right, similarity: model.similarity };
  return directionsOf(source).map(({ direction, imageOf, queries, last, itemName }) => {
    const items = queries.items.rows;
    const odds = new Map(given.ks.map((k) => [k, recallOdds(queries.right, items, k)]));
    const ks = given.ks.filter((k) => !odds.get(k)!.isCertain);
    const allRight = recallOdds(queries.right, items, 1).isCertain;
    const none = [...given.ks.filter((k) => !ks.includes(k)).map((k) => `R@${k}`), ...(allRight ? rankNames : [])];
    const why =
      allRight && items > 1
        ? `all ${items} ${itemName} are right for every query`
        : `no query can miss among ${items} ${itemName}`;
    const under = rankScores(queries.ranks, imageOf, ks, last);
    const scored = scoredWithIntervals(images, allRight ? () => ({}) : under, { resamples: given.resamples });
    return {
      prefix: `${split.name}/${direction}`,
      ...scored,
      undefinedScores: { ...scored.undefinedScores, ...undefinedOf(none, () => why) },
      details: {
        images,
        texts: captions.length,
        differentTexts: seen,
        ...(seen < different && { alikeToTheModel: different - seen }),
        chance: Object.fromEntries(ks.map((k) => [`R@${k}`, odds.get(k)!.chance])),
        examples: exampleQueries(queries, given.examples),
      },
    };
  });
}

const rankNames = ['mean-rank', 'median-rank'];

interface Embedded {
  readonly split: EmbeddedSplit;
  readonly captions: readonly string[];
  readonly imageOfText: readonly number[];
  readonly text: Matrix;
  readonly right: Relevance;
  readonly similarity: Similarity | undefined;
}

/** Each side as the queries, with their ranks and the image that each belongs to. */
function directionsOf({ split, captions, imageOfText, text, right, similarity }: Embedded) {
  const { image, ids } = split;
  const ranks = retrievalRanks(image, text, right, similarity);
  const shownImage = (i: number) => ({ id: ids[i]!, caption: split.captions[i]![0]! });
  const shownText = (t: number) => ({ id: ids[imageOfText[t]!]!, caption: captions[t]! });
  const scoresOf = (items: Matrix, modality: Modality) => similarity && scorerOf(similarity, items, modality);
  const images = { queries: image, items: text, right, shownQuery: shownImage, shownItem: shownText };
  const texts = { queries: text, items: image, right: reverseRelevance(right, text.rows) };
  return [
    {
      direction: 'image-to-text',
      imageOf: ids.map((_, i) => i),
      itemName: 'texts',
      last: ranks.last.imageToText,
      queries: { ...images, ranks: ranks.imageToText, score: scoresOf(text, 'text') },
    },
    {
      direction: 'text-to-image',
      imageOf: imageOfText,
      itemName: 'images',
      last: ranks.last.textToImage,
      queries: {
        ...texts,
        shownQuery: shownText,
        shownItem: shownImage,
        ranks: ranks.textToImage,
        score: scoresOf(image, 'image'),
      },
    },
  ] as const;
}

function listCaptions(split: EmbeddedSplit, which: Options['captions']) {
  const first = firstCaptions(split);
  const chosen = which === 'first' ? first.map((caption) => [caption]) : split.captions;
  return { captions: chosen.flat(), imageOfText: chosen.flatMap((own, image) => own.map(() => image)) };
}
