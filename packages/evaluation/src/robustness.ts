import { Dataset, defineComponent, type DualEncoder, Evaluator, inTemplate, type Matrix } from '@alignclip/core';
import { evenlySpaced, takeRows, weightedMean } from '@alignclip/metrics';
import { z } from 'zod';
import { evaluateEach, type Part, scoredWithIntervals, undefinedOf } from './evaluations';
import { areOnePoint } from './labelled-pairs';
import { changedSearches, namesOf, type Template, whyNoTemplate } from './robustness/changes';
import { type Kept, kept, nearestItems } from './robustness/kept';
import { shownChanges } from './robustness/shown-changes';
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
  variances: z
    .array(z.number().positive().max(100))
    .max(20)
    .default([0.005, 0.022, 0.04])
    .describe('variances σ² of the Gaussian noise on each coordinate of the items, above 0'),
  levels: z
    .array(z.int().min(2).max(65_536))
    .max(20)
    .default([32, 64, 128, 256])
    .describe('numbers of levels to which coordinates of the items are rounded, from 2'),
  templates: z
    .array(z.string().includes('{}'))
    .max(20)
    .default(['a photo of {}.'])
    .describe('templates of the captions that are compared with the plain captions, {} being the caption'),
  draws: z.int().min(1).max(100).default(1).describe('draws of the noise; scores are their means'),
  mostQueries: z
    .int()
    .min(1)
    .max(100_000)
    .default(500)
    .describe('at most this many queries each way, evenly spaced over the split'),
  seed: z.int().default(0).describe('seed of the noise and of the bootstrap'),
});
type Options = z.output<typeof options>;

const directions = ['text-to-image', 'image-to-text'] as const;
type Direction = (typeof directions)[number];

/**
 * Share of queries that keep their nearest item of the other modality when the items get noise or are quantised, or the
 * captions another template; bootstrap intervals over queries. Scores
 * `robustness/<split>/<text-to-image|image-to-text>/<noise-<σ²>|levels-<n>|template-<number>>`.
 */
export const robustness = defineComponent(Evaluator)({
  type: 'robustness',
  scoreEndings: [/^noise-[\d.e-]+$/, /^levels-\d+$/, /^template-\d+$/],
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, given.splits);
    return {
      name: 'robustness',
      evaluate: (model) => {
        const ofSplit = async (name: string) => measure(model, await embedSplit(model, dataset, name, 'scores'), given);
        const templates = Object.fromEntries(given.templates.map((template, i) => [`template-${i + 1}`, template]));
        return evaluateEach('robustness', given.splits, ofSplit, { captions: 'first', templates });
      },
    };
  },
});

async function measure(model: DualEncoder, split: EmbeddedSplit, given: Options): Promise<Part[]> {
  const numbers = differentCaptions(model, split);
  const captions = numbers.map((i) => firstCaptions(split)[i]!);
  const embed = (template: string) =>
    embedTexts(
      model,
      captions.map((caption) => inTemplate(template, caption)),
      `captions of split "${split.name}"`,
      'scores',
    );
  const text = await embed('{}');
  const templates: Template[] = [];
  for (const template of given.templates) {
    const why = whyNoTemplate(model, captions, template);
    templates.push(why === undefined ? { text: await embed(template) } : { why });
  }
  const sides = { model, split, numbers, text, templates };
  return directions.map((direction) => ofDirection(direction, sides, given));
}

interface Sides {
  readonly model: DualEncoder;
  readonly split: EmbeddedSplit;
  /** The example of each row of `text`, by number. */
  readonly numbers: readonly number[];
  readonly text: Matrix;
  readonly templates: readonly Template[];
}

function ofDirection(direction: Direction, sides: Sides, given: Options): Part {
  const { split, text, numbers } = sides;
  const toImage = direction === 'text-to-image';
  const [from, items] = toImage ? [text, split.image] : [split.image, text];
  const [asked, shown] = toImage ? [numbers, [...split.ids.keys()]] : [[...split.ids.keys()], numbers];
  const chosen = evenlySpaced(from.rows, given.mostQueries);
  const prefix = `${split.name}/${direction}`;
  const facts = { queries: chosen.length, items: items.rows };
  const why = whyNothing(items.rows, sides);
  if (why) {
    const undefinedScores = undefinedOf([...namesOf(given).keys()], () => why);
    return { prefix, scores: {}, intervals: {}, undefinedScores, details: facts };
  }
  const search = {
    queries: takeRows(from, chosen),
    items,
    modality: toImage ? ('image' as const) : ('text' as const),
    similarity: sides.model.similarity,
  };
  const before = nearestItems(search);
  const found = new Map(
    [...namesOf(given)].map(([name, change]) => {
      const changed = changedSearches(search, chosen, change, sides.templates, given);
      return [name, typeof changed === 'string' ? changed : kept(before, changed)] as const;
    }),
  );
  const scores = (weights: Float64Array) =>
    Object.fromEntries(
      [...found].map(([name, own]) => [name, typeof own === 'string' ? NaN : weightedMean(own.shares, weights)]),
    );
  return {
    prefix,
    ...scoredWithIntervals(chosen.length, scores, given, (name) => whyNone(found.get(name))),
    details: {
      ...facts,
      chance: 1 / items.rows,
      tied: before.filter((item) => item < 0).length,
      examples: shownChanges(search, before, found, { split, queries: chosen.map((at) => asked[at]!), items: shown }),
    },
  };
}

const whyNone = (found: Kept | string | undefined): string =>
  typeof found === 'string' ? found : 'nothing was searched';

const whyNothing = (items: number, { split, text }: Sides): string | undefined =>
  items < 2 ? 'one item' : areOnePoint(split.image, text) ? 'all images and texts are one point' : undefined;

/** Examples by number, those whose first captions the model can't tell apart once: else none of them could be the nearest. */
function differentCaptions(model: DualEncoder, split: EmbeddedSplit): number[] {
  const captions = firstCaptions(split);
  const keys = seenTexts(model, captions);
  const seen = new Set<string>();
  return [...captions.keys()].filter((i) => !seen.has(keys[i]!) && seen.add(keys[i]!));
}
