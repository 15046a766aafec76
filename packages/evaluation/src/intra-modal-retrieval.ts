import {
  Dataset,
  defineComponent,
  type DualEncoder,
  Evaluator,
  type Json,
  type Modality,
  type Scorer,
} from '@alignclip/core';
import { evenlySpaced, largest, precisionScores, scorerOf, weightedMean } from '@alignclip/metrics';
import { z } from 'zod';
import { classSetsOption } from './classification';
import { type Part, scoredWithIntervals, undefinedOf } from './evaluations';
import { type LabelledPairs, onLabelledPairs, whyUndefined } from './labelled-pairs';
import { rankOfBest, rounded, short } from './retrieval/example-queries';
import { splitOptions } from './splits';

const options = z.strictObject({
  ...splitOptions,
  classSets: classSetsOption,
  mostQueries: z
    .int()
    .min(1)
    .max(100_000)
    .default(1000)
    .describe('at most this many examples as queries, evenly spaced over the labelled ones'),
  examples: z
    .int()
    .min(0)
    .max(100)
    .default(24)
    .describe('queries in the details with what is nearest within their modality'),
});
type Options = z.output<typeof options>;

const routes = [
  ['image', 'image'],
  ['text', 'text'],
  ['image', 'text'],
  ['text', 'image'],
] as const;
const measures = ['mAP', 'R-precision', 'R@1'] as const;
const allNames = routes.flatMap(([from, to]) => measures.map((measure) => `${from}-to-${to}/${measure}`));

/**
 * Examples of one class found within a modality and across: mean average precision, with bootstrap intervals over queries.
 * Scores `intra-modal-retrieval/<split>/<classSet>/<image-to-image|text-to-text|image-to-text|text-to-image>/<mAP|R-precision|R@1>`.
 */
export const intraModalRetrieval = defineComponent(Evaluator)({
  type: 'intra-modal-retrieval',
  scoreEndings: [...measures],
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator =>
    onLabelledPairs('intra-modal-retrieval', dataset, given, (pairs, model) => measure(pairs, model, given), 'scores'),
});

function measure(pairs: LabelledPairs, model: DualEncoder, { mostQueries, resamples, examples }: Options): Part {
  const { classes } = pairs;
  const prefix = `${pairs.split}/${pairs.set.name}`;
  const sizes = pairs.names.map((_, number) => classes.filter((one) => one === number).length);
  const asking = [...classes.keys()].filter((i) => sizes[classes[i]!]! > 1);
  const queries = evenlySpaced(asking.length, mostQueries).map((at) => asking[at]!);
  const facts = { examples: classes.length, queries: queries.length, alone: classes.length - asking.length };
  const why = whyUndefined(pairs);
  if (why)
    return { prefix, scores: {}, intervals: {}, undefinedScores: undefinedOf(allNames, () => why), details: facts };
  const values = Object.fromEntries(
    routes.flatMap(([from, to]) => {
      const score = scorerOf(model.similarity, pairs[to], to);
      const found = queries.map((query) => search(pairs, score, from, to, query).found);
      return measures.map((name) => [`${from}-to-${to}/${name}`, found.map((scores) => scores[name])] as const);
    }),
  );
  const scores = (weights: Float64Array) =>
    Object.fromEntries(Object.entries(values).map(([name, own]) => [name, weightedNumbers(own, weights)]));
  const chance = queries.reduce((sum, i) => sum + (sizes[classes[i]!]! - 1) / (classes.length - 1), 0) / queries.length;
  return {
    prefix,
    ...scoredWithIntervals(queries.length, scores, { resamples }, () => 'every caption is one to the model'),
    details: {
      ...facts,
      unlabelled: pairs.unlabelled,
      chance,
      nearest: Object.fromEntries(
        (['image', 'text'] as const).map((modality) => [
          `${modality}-to-${modality}`,
          examplesOf(
            pairs,
            model,
            modality,
            evenlySpaced(queries.length, examples).map((at) => queries[at]!),
          ),
        ]),
      ),
    },
  };
}

/** The mean over the queries that have something to find; NaN where none has. */
function weightedNumbers(values: readonly number[], weights: Float64Array): number {
  const known = [...values.keys()].filter((i) => !Number.isNaN(values[i]));
  if (known.length === 0) return NaN;
  return weightedMean(
    known.map((i) => values[i]!),
    Float64Array.from(known, (i) => weights[i]!),
  );
}

const maxFound = 5;

/** Queries with the nearest items of their modality. */
function examplesOf(pairs: LabelledPairs, model: DualEncoder, modality: Modality, queries: readonly number[]): Json {
  const score = scorerOf(model.similarity, pairs[modality], modality);
  const shown = (i: number) => short({ id: pairs.ids[i]!, caption: pairs.captions[i]! });
  return queries.flatMap((query) => {
    const { found, scores, relevance } = search(pairs, score, modality, modality, query);
    if (Number.isNaN(found.mAP)) return [];
    const items = largest(scores, maxFound).filter((i) => scores[i]! > -Infinity);
    const nearest = items.map((i) => ({ ...shown(i), score: rounded(scores[i]!), right: relevance[i] === 1 }));
    return [{ ...shown(query), rank: rankOfBest(scores, (i) => relevance[i] === 1), found: nearest }];
  });
}

/** What one example finds. Its own image and caption, and among texts those that look the same as its own, are left out. */
function search(pairs: LabelledPairs, score: Scorer, from: Modality, to: Modality, query: number) {
  const { classes, keys } = pairs;
  const scores = score(pairs[from], query, new Float64Array(classes.length));
  const isLeftOut = (i: number) => i === query || (from === 'text' && to === 'text' && keys[i] === keys[query]);
  const relevance = Uint8Array.from(classes, (number, i) => Number(number === classes[query] && !isLeftOut(i)));
  for (let i = 0; i < scores.length; i += 1) if (isLeftOut(i)) scores[i] = -Infinity;
  const { averagePrecision, rPrecision, first } = precisionScores(scores, relevance);
  const known = !Number.isNaN(averagePrecision);
  const found = { mAP: averagePrecision, 'R-precision': rPrecision, 'R@1': known ? Number(first === 1) : NaN };
  return { found, scores, relevance };
}
