import { type ClassSet, Dataset, defineComponent, type DualEncoder, Evaluator, type Matrix } from '@alignclip/core';
import { bootstrapIntervals, classificationReport, weightedMean, zeroShotLogits } from '@alignclip/metrics';
import { z } from 'zod';
import { chooseClassSets } from './class-sets/choose-class-sets';
import { labelled } from './class-sets/labelled-images';
import { effectiveRobustness } from './distribution-shift/effective-robustness';
import { checkSplits } from './split/check-splits';
import { embedSplit, type EmbeddedSplit } from './split/embedded-split';
import { mergeEvaluations, type Part } from './split/merge-evaluations';
import { splitOptions } from './split/options';
import { classEmbeddings } from './zero-shot/class-embeddings';

const options = z.strictObject({
  /** The split of the distribution that training saw. */
  reference: z.string().default('test'),
  /** The shifted splits. */
  splits: z.array(z.string().min(1)).min(1),
  classSets: z.array(z.string()).min(1).optional(),
  /** logit(shifted accuracy) = slope · logit(reference accuracy) + intercept of the models compared with. */
  baseline: z.strictObject({ slope: z.number(), intercept: z.number() }).default({ slope: 1, intercept: 0 }),
  resamples: splitOptions.resamples,
});
type Options = z.output<typeof options>;

/**
 * Zero-shot accuracy on shifted splits beside that on the reference split, with bootstrap intervals over the images of
 * both. Scores `distribution-shift/<split>/<classSet>/<top-1|drop|effective-robustness>`.
 */
export const distributionShift = defineComponent(Evaluator)({
  type: 'distribution-shift',
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, [given.reference, ...given.splits]);
    const sets = chooseClassSets(dataset, given.classSets);
    return {
      name: 'distribution-shift',
      evaluate: async (model) => {
        const reference = await embedSplit(model, dataset, given.reference);
        const shifted: EmbeddedSplit[] = [];
        for (const split of given.splits) shifted.push(await embedSplit(model, dataset, split));
        const parts: Part[] = [];
        for (const set of sets) parts.push(...(await compare(model, set, reference, shifted, given)));
        return mergeEvaluations('distribution-shift', parts, { reference: given.reference, baseline: given.baseline });
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
  const weights = await classEmbeddings(model, set);
  const before = hitsOf(reference, set, weights);
  return shifted.map((split) => {
    const after = hitsOf(split, set, weights);
    const images = before.length + after.length;
    const scores = (drawn: Float64Array) => {
      const accuracy = weightedMean(after, drawn.subarray(before.length));
      const expected = weightedMean(before, drawn.subarray(0, before.length));
      const robustness = effectiveRobustness(accuracy, expected, baseline);
      return { 'top-1': accuracy, drop: expected - accuracy, 'effective-robustness': robustness };
    };
    const all = scores(new Float64Array(images).fill(1));
    return {
      prefix: `${split.name}/${set.name}`,
      scores: all,
      intervals: resamples > 0 ? bootstrapIntervals(images, scores, { resamples }) : {},
      details: { examples: after.length, referenceExamples: before.length, referenceTop1: all['top-1'] + all.drop },
    };
  });
}

function hitsOf(split: EmbeddedSplit, set: ClassSet, weights: Matrix): Float64Array {
  const { image, targets } = labelled(split, set);
  return classificationReport(zeroShotLogits(image, weights), targets).ranks.map((rank) => (rank <= 1 ? 1 : 0));
}
