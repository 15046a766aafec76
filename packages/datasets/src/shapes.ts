import {
  contentHash,
  Dataset,
  defineComponent,
  random,
  unknownName,
  type Example,
  type Fold,
  type Random,
} from '@alignclip/core';
import { z } from 'zod';
import { allTexts, classSets, describeConcept, concepts, sideOf, type Concept } from './shapes/concepts';
import { draw } from './shapes/draw';

const options = z.strictObject({
  resolution: z.int().min(8).max(512).default(32).describe('edge of the images in pixels'),
  copies: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe('training images per combination, at slightly different positions; other splits have one'),
  information: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('probability that a caption names an attribute: 1 names all, 0 none ("a shape")'),
  labelNoise: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('share of training examples with caption and labels of another, random combination'),
  seed: z.int().default(0).describe('seed of all random choices'),
});

type Options = z.output<typeof options>;
type Side = ReturnType<typeof sideOf>;

const splits: readonly Side[] = ['train', 'val', 'test'];
const attributes = ['colour', 'form', 'size', 'position'] as const;
/** Raised when the same options give other examples than before. */
const recipe = 1;

/** Generated images of one shape, with captions of known information: 8 colours × 6 forms × 3 sizes × 9 positions. */
export const shapes = defineComponent(Dataset)({
  type: 'shapes',
  options,
  create: (given) => shapesOf(given),
});

/** Divided as they come, or by combination into the sides of a fold. */
function shapesOf(given: Options, fold?: Fold): Dataset {
  const shown = (side: Side) => concepts.filter((concept) => sideOf(concept, fold) === side);
  const captions = () => [...facts(shown('train'), 'train', given)].map(({ caption }) => caption);
  return {
    name: 'shapes',
    splits,
    classSets,
    duplicates: 'listed',
    examples: (split) => examples(split, given, shown),
    trainingCaption: ({ captions }) => captions[0]!,
    trainingCaptions: () => Promise.resolve([...new Set(captions())]),
    texts: () => Promise.resolve(allTexts()),
    inFold: (other) => shapesOf(given, other),
    fingerprint: () =>
      Promise.resolve(contentHash({ dataset: 'shapes', options: given, recipe, ...(fold && { fold }) })),
  };
}

/** An example before it is drawn. */
interface Facts {
  readonly id: string;
  readonly concept: Concept;
  /** What caption and labels describe: the concept, except under label noise. */
  readonly described: Concept;
  readonly caption: string;
  readonly shift: readonly [number, number];
}

async function* examples(
  split: string,
  given: Options,
  shown: (side: Side) => readonly Concept[],
): AsyncGenerator<Example> {
  const side = splits.find((name) => name === split);
  if (side === undefined) throw unknownName('split', split, splits);
  for (const { id, concept, described, caption, shift } of facts(shown(side), side, given)) {
    yield { id, image: draw(concept, given.resolution, shift), captions: [caption], labels: { ...described } };
  }
}

function* facts(shown: readonly Concept[], side: Side, given: Options): Generator<Facts> {
  for (let copy = 0; copy < (side === 'train' ? given.copies : 1); copy += 1) {
    for (const concept of shown) yield factsOf(concept, copy, side, given);
  }
}

function factsOf(concept: Concept, copy: number, side: Side, given: Options): Facts {
  const id = [...Object.values({ ...concept }), copy].join('/');
  const chance = random(given.seed, 'shapes', id);
  const shift = [jitter(chance), jitter(chance)] as const;
  const named = attributes.filter(() => chance.uniform() < given.information);
  const described =
    side === 'train' && chance.uniform() < given.labelNoise ? concepts[chance.integer(concepts.length)]! : concept;
  const caption = describeConcept(Object.fromEntries(named.map((attribute) => [attribute, described[attribute]])));
  return { id, concept, described, caption, shift };
}

/** A shift as a share of the image's edge, small enough to keep every shape inside. */
const jitter = (chance: Random): number => (chance.uniform() - 0.5) * 0.03;
