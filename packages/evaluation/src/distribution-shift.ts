import { type ClassSet, Dataset, defineComponent, type DualEncoder, Evaluator, type Similarity } from '@alignclip/core';
import { classificationReport, weightedMean, zeroShotLogits } from '@alignclip/metrics';
import { z } from 'zod';
import {
  chooseClassSets,
  classEmbeddings,
  classSetsOption,
  labelled,
  type SeenClasses,
  tooFewClasses,
} from './classification';
import { evaluateEach, inOrder, type Part, scoredWithIntervals } from './evaluations';
import { checkSplits, embedSplit, type EmbeddedSplit, splitOptions } from './splits';

const options = z.strictObject({
  reference: z.string().default('test').describe('split of the distribution that training saw'),
  splits: z.array(z.string().min(1)).min(1).describe('shifted splits'),
  classSets: classSetsOption,
  baseline: z
    .strictObject({
      slope: z.number().describe('slope of the line'),
      intercept: z.number().describe('intercept of the line'),
    })
    .default({ slope: 1, intercept: 0 })
    .describe('line logit(shifted accuracy) = slope · logit(reference accuracy) + intercept of other models'),
  resamples: splitOptions.resamples,
});
type Options = z.output<typeof options>;

/**
 * Zero-shot accuracy on shifted splits against that on the reference split, with bootstrap intervals over the images of
 * both. Scores `distribution-shift/<split>/<classSet>/<top-1|drop|effective-robustness>`.
 */
export const distributionShift = defineComponent(Evaluator)({
  type: 'distribution-shift',
  scoreEndings: [/^top-\d+$/, 'drop', 'effective-robustness'],
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, [given.reference, ...given.splits]);
    const sets = chooseClassSets(dataset, given.classSets);
    return {
      name: 'distribution-shift',
      evaluate: async (model) => {
        const reference = await embedSplit(model, dataset, given.reference, 'scores');
        const shifted = await inOrder(given.splits, (split) => embedSplit(model, dataset, split, 'scores'));
        const ofSet = (set: ClassSet) => compare(model, set, reference, shifted, given);
        const { reference: name, baseline } = given;
        return evaluateEach('distribution-shift', sets, ofSet, { reference: name, baseline });
      },
    };
  },
});

async function compare(
  model: DualEncoder,
  set: ClassSet,
  reference: EmbeddedSplit,
  shifted: readonly EmbeddedSplit[],
  { baseline, resamples }: Options,
): Promise<Part[]> {
  const { similarity } = model;
  const seen = await classEmbeddings(model, set);
  const before = hitsOf(reference, seen, similarity);
  const tooFew = tooFewClasses(set, seen.first.length);
  return shifted.map((split) => {
    const after = hitsOf(split, seen, similarity);
    const images = before.length + after.length;
    const scores = (drawn: Float64Array) => {
      const accuracy = weightedMean(after, drawn.subarray(before.length));
      const expected = weightedMean(before, drawn.subarray(0, before.length));
      const robustness = effectiveRobustness(accuracy, expected, baseline);
      const scores = { 'top-1': accuracy, drop: expected - accuracy, 'effective-robustness': robustness };
      return tooFew ? { 'top-1': NaN, drop: NaN, 'effective-robustness': NaN } : scores;
    };
    const scored = scoredWithIntervals(images, scores, { resamples }, () => tooFew ?? '');
    return {
      prefix: `${split.name}/${set.name}`,
      ...scored,
      details: {
        examples: after.length,
        referenceExamples: before.length,
        ...(!tooFew && { referenceTop1: weightedMean(before, new Float64Array(before.length).fill(1)) }),
      },
    };
  });
}

function hitsOf(
  split: EmbeddedSplit,
  { set, weights, seenAs }: SeenClasses,
  similarity: Similarity | undefined,
): Float64Array {
  const { image, targets } = labelled(split, set, seenAs);
  return classificationReport(zeroShotLogits(image, weights, 1, similarity), targets).last.map((rank) =>
    rank <= 1 ? 1 : 0,
  );
}

/** A line through models in logit space: logit(shifted) = slope · logit(reference) + intercept. */
export interface RobustnessBaseline {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Accuracy under shift beyond what the baseline expects of a model with this reference accuracy, in [-1, 1] (Taori et al.
 * 2020). The baseline (1, 0) expects no loss: then it is minus the drop.
 */
export function effectiveRobustness(
  shifted: number,
  reference: number,
  { slope, intercept }: RobustnessBaseline,
): number {
  if (slope === 0) return shifted - 1 / (1 + Math.exp(-intercept));
  const logit = Math.log(reference / (1 - reference)); // ±Infinity at 0 and 1
  return shifted - 1 / (1 + Math.exp(-(slope * logit + intercept)));
}
