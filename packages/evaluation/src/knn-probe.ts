import { Dataset, defineComponent, Evaluator, random, unknownName } from '@alignclip/core';
import { eachRowOfProducts, evenlySpaced, largest, stackRows, weightedMean } from '@alignclip/metrics';
import { z } from 'zod';
import { classSetsOption } from './classification';
import { type Part, scoredWithIntervals, undefinedOf } from './evaluations';
import { conceptsOf } from './knn-probe/concepts';
import { type LabelledPairs, onLabelledPairs, takePairs, whyUndefined } from './labelled-pairs';
import { nearestPairs } from './nearest-pairs';
import { splitOptions } from './splits';

const options = z.strictObject({
  ...splitOptions,
  classSets: classSetsOption,
  k: z.int().min(1).max(1000).default(5).describe('nearest rows that vote'),
  folds: z.int().min(2).max(100).default(5).describe('parts of the concepts; each is classified by the others'),
  concepts: z
    .string()
    .min(1)
    .default('captions')
    .describe("what is one concept: examples that share a caption, 'examples' by themselves, or a class set's name"),
  mostExamples: z
    .int()
    .min(2)
    .max(100_000)
    .default(2000)
    .describe('at most this many examples, evenly spaced over the labelled ones'),
  seed: z.int().default(0).describe('seed of the folds and of the bootstrap'),
});
type Options = z.output<typeof options>;

const scoreNames = ['top-1', 'image/top-1', 'text/top-1', 'own-modality'] as const;

/**
 * Accuracy of a vote of the k nearest rows among images and texts of other concepts, with bootstrap intervals over examples.
 * Scores `knn-probe/<split>/<classSet>/<top-1|image/top-1|text/top-1|own-modality>`.
 */
export const knnProbe = defineComponent(Evaluator)({
  type: 'knn-probe',
  scoreEndings: ['top-1', 'own-modality'],
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    const names = dataset.classSets.map(({ name }) => name);
    if (!['captions', 'examples', ...names].includes(given.concepts))
      throw unknownName('concepts:', given.concepts, ['captions', 'examples', ...names]);
    return onLabelledPairs('knn-probe', dataset, given, (pairs) => measure(pairs, given));
  },
});

function measure(all: LabelledPairs, given: Options): Part {
  const pairs = takePairs(all, evenlySpaced(all.classes.length, given.mostExamples));
  const prefix = `${pairs.split}/${pairs.set.name}`;
  const concepts = conceptsOf(pairs, given.concepts);
  const facts = { examples: pairs.classes.length, concepts: new Set(concepts).size, unlabelled: pairs.unlabelled };
  const why = whyUndefined(pairs) ?? whyAlone(pairs, concepts);
  if (why)
    return { prefix, scores: {}, intervals: {}, undefinedScores: undefinedOf(scoreNames, () => why), details: facts };
  const folds = foldsOf(concepts, given);
  const { hits, own } = vote(pairs, folds, given.k);
  const examples = pairs.classes.length;
  const halves = [hits.subarray(0, examples), hits.subarray(examples)] as const;
  const scores = (weights: Float64Array) => {
    const [image, text] = halves.map((half) => weightedMean(half, weights)) as [number, number];
    const shares = own.subarray(0, examples).map((value, i) => (value + own[examples + i]!) / 2);
    return {
      'top-1': (image + text) / 2,
      'image/top-1': image,
      'text/top-1': text,
      'own-modality': weightedMean(shares, weights),
    };
  };
  const sizes = pairs.names.map((_, number) => pairs.classes.filter((one) => one === number).length);
  return {
    prefix,
    ...scoredWithIntervals(examples, scores, given),
    details: {
      ...facts,
      chance: Math.max(...sizes) / examples,
      nearest: nearestPairs(pairs, (query, row) => folds[query % examples] !== folds[row % examples]),
    },
  };
}

/** Why no class can be found among other concepts; undefined where one can. */
function whyAlone({ classes, names }: LabelledPairs, concepts: readonly number[]): string | undefined {
  const ofClass = names.map((_, number) => new Set(concepts.filter((__, i) => classes[i] === number)).size);
  if (ofClass.some((count) => count > 1)) return undefined;
  return "each class is one concept, so that no other concept knows it; take concepts: 'examples' or a class set";
}

/** The part of each example; all of a concept are in one. */
function foldsOf(concepts: readonly number[], { folds, seed }: Options): number[] {
  const count = Math.max(...concepts) + 1;
  const order = random('knn-probe', seed).permutation(count);
  return concepts.map((concept) => order[concept]! % Math.min(folds, count));
}

/**
 * Of each row, images then texts: whether the vote of the k nearest rows of other folds, and of those level with the last,
 * gives its class, and the share of the voters that are of its modality. Equal votes are decided by the sum of cosines.
 */
function vote({ image, text, classes }: LabelledPairs, folds: readonly number[], k: number) {
  const rows = stackRows([image, text]);
  const examples = classes.length;
  const [hits, own] = [new Float64Array(rows.rows), new Float64Array(rows.rows)];
  const known = folds.map((fold) => 2 * folds.filter((other) => other !== fold).length);
  eachRowOfProducts(rows, rows, (i, scores) => {
    const example = i % examples;
    for (let j = 0; j < rows.rows; j += 1) if (folds[j % examples] === folds[example]) scores[j] = -Infinity;
    const last = scores[largest(scores, Math.min(k, known[example]!)).at(-1)!]!;
    const voters = [...scores.keys()].filter((j) => scores[j]! >= last);
    const votes = new Map<number, { count: number; sum: number }>();
    for (const j of voters) {
      const { count, sum } = votes.get(classes[j % examples]!) ?? { count: 0, sum: 0 };
      votes.set(classes[j % examples]!, { count: count + 1, sum: sum + scores[j]! });
    }
    const [best, second] = [...votes].sort(([, a], [, b]) => b.count - a.count || b.sum - a.sum);
    const tied = second && second[1].count === best![1].count && second[1].sum === best![1].sum;
    hits[i] = Number(!tied && best![0] === classes[example]);
    own[i] = voters.filter((j) => j < examples === i < examples).length / voters.length;
  });
  return { hits, own };
}
