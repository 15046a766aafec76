import {
  type ClassSet,
  classLabels,
  Dataset,
  defineComponent,
  type DualEncoder,
  Evaluator,
  type Json,
  type Modality,
} from '@alignclip/core';
import {
  classificationReport,
  evenlySpaced,
  largest,
  probeLogits,
  type ProbeWeights,
  row,
  takeRows,
  weightedMean,
} from '@alignclip/metrics';
import { z } from 'zod';
import { chooseClassSets, classSetsOption } from './classification';
import { evaluateEach, inOrder, type Part, scoredWithIntervals, undefinedOf } from './evaluations';
import { fitProbe, trainingOptions } from './fit-probe';
import { labelledPairs, type LabelledPairs, whyUndefined } from './labelled-pairs';
import { shownExamples } from './nearest-pairs';
import { rankOfBest, rounded, short } from './retrieval/example-queries';
import { checkSplits, splitOptions } from './splits';

const options = z.strictObject({
  ...splitOptions,
  train: z.string().default('train').describe('split that the classifiers are fitted on'),
  classSets: classSetsOption,
  ...trainingOptions,
  weightDecay: z.number().min(0).default(0.01).describe('weight decay of the classifiers'),
  seed: z.int().default(0).describe('seed of initial values and order'),
});
type Options = z.output<typeof options>;

const modalities = ['image', 'text'] as const;
const routes = modalities.flatMap((from) => modalities.map((to) => [from, to] as const));
const across = routes.filter(([from, to]) => from !== to);
const accuracyOf = (from: Modality, to: Modality) => `${from}-to-${to}/top-1`;
const shareOf = (from: Modality, to: Modality) => `${from}-to-${to}/share`;
const allNames = [...routes.map((route) => accuracyOf(...route)), ...across.map((route) => shareOf(...route))];

/**
 * Whether texts can stand for images: a linear classifier fitted on one modality, applied to the other, as a share of the one
 * fitted where it is applied; bootstrap intervals over test examples. Scores
 * `interchangeability/<split>/<classSet>/<from>-to-<to>/<top-1|share>`.
 */
export const interchangeability = defineComponent(Evaluator)({
  type: 'interchangeability',
  scoreEndings: ['top-1', 'share'],
  options: options.refine(({ splits, train }) => !splits.includes(train), {
    error: 'must not hold the train split',
    path: ['splits'],
  }),
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, [...given.splits, given.train]);
    const sets = chooseClassSets(dataset, given.classSets);
    return {
      name: 'interchangeability',
      evaluate: (model) =>
        evaluateEach('interchangeability', sets, (set) => ofClassSet(model, dataset, set, given), {
          captions: 'first',
        }),
    };
  },
});

async function ofClassSet(model: DualEncoder, dataset: Dataset, set: ClassSet, given: Options): Promise<Part[]> {
  const read = async (split: string) => (await labelledPairs(model, dataset, split, [set]))[0]!;
  const train = await read(given.train);
  const fitted = Object.fromEntries(
    modalities.map((from) => {
      const rows = { image: train[from], targets: train.targets };
      return [from, fitProbe(rows, set.classes.length, given.weightDecay, given)];
    }),
  ) as Record<Modality, ProbeWeights>;
  return inOrder(given.splits, async (split) => measure(await read(split), fitted, train, given));
}

function measure(
  pairs: LabelledPairs,
  fitted: Record<Modality, ProbeWeights>,
  train: LabelledPairs,
  { resamples }: Options,
): Part {
  const prefix = `${pairs.split}/${pairs.set.name}`;
  const known = new Set(train.targets);
  const facts = {
    examples: pairs.targets.length,
    trainingExamples: train.targets.length,
    unknown: pairs.targets.filter((target) => !known.has(target)).length,
    unlabelled: pairs.unlabelled,
  };
  const why =
    known.size < 2
      ? 'all training examples are of one class'
      : facts.unknown === pairs.targets.length
        ? 'training shows no class of the test examples'
        : whyUndefined(pairs);
  if (why)
    return { prefix, scores: {}, intervals: {}, undefinedScores: undefinedOf(allNames, () => why), details: facts };
  const hits = routes.map(([from, to]) => [accuracyOf(from, to), hitsOf(pairs, fitted[from], to)] as const);
  const scores = (weights: Float64Array) => {
    const found = Object.fromEntries(hits.map(([name, values]) => [name, weightedMean(values, weights)]));
    const shares = across.map(([from, to]) => {
      const whole = found[accuracyOf(to, to)]!;
      return [shareOf(from, to), whole > 0 ? found[accuracyOf(from, to)]! / whole : NaN] as const;
    });
    return { ...found, ...Object.fromEntries(shares) };
  };
  const sizes = pairs.names.map((_, number) => pairs.classes.filter((one) => one === number).length);
  return {
    prefix,
    ...scoredWithIntervals(
      pairs.targets.length,
      scores,
      { resamples },
      () => 'the classifier that is fitted where it is applied is never right',
    ),
    details: {
      ...facts,
      chance: Math.max(...sizes) / pairs.targets.length,
      guessed: Object.fromEntries(across.map(([from, to]) => [`${from}-to-${to}`, guessed(pairs, fitted[from], to)])),
    },
  };
}

function hitsOf(pairs: LabelledPairs, weights: ProbeWeights, to: Modality): Float64Array {
  const { last } = classificationReport(probeLogits(pairs[to], weights), pairs.targets);
  return last.map((rank) => (rank <= 1 ? 1 : 0));
}

/** A few items of one modality with the classes that the classifier of the other finds most likely. */
function guessed(pairs: LabelledPairs, weights: ProbeWeights, to: Modality): Json {
  const labels = classLabels(pairs.set);
  const chosen = evenlySpaced(pairs.targets.length, shownExamples);
  const logits = probeLogits(takeRows(pairs[to], chosen), weights);
  return chosen.map((example, at) => {
    const scores = Float64Array.from(row(logits, at));
    const isRight = (target: number) => target === pairs.targets[example];
    return {
      ...short({ id: pairs.ids[example]!, caption: pairs.captions[example]! }),
      rank: rankOfBest(scores, isRight),
      found: largest(scores, 3).map((target) => ({
        ...short({ id: labels[target]!, caption: labels[target]! }),
        score: rounded(scores[target]!),
        right: isRight(target),
        shown: 'text',
      })),
    };
  });
}
