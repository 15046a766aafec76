import { type ClassSet, Dataset, defineComponent, type DualEncoder, Evaluator, type Matrix } from '@alignclip/core';
import { bootstrapIntervals, classificationReport, probeLogits } from '@alignclip/metrics';
import { z } from 'zod';
import { chooseClassSets } from './class-sets/choose-class-sets';
import { labelled, type LabelledImages } from './class-sets/labelled-images';
import { chooseWeightDecay, fitProbe } from './probe/fit-probe';
import { checkSplits } from './split/check-splits';
import { embedSplit } from './split/embedded-split';
import { mergeEvaluations, type Part } from './split/merge-evaluations';
import { splitOptions } from './split/options';
import { classificationScores } from './zero-shot/classification-scores';

const options = z.strictObject({
  ...splitOptions,
  /** The folder of its scores; two probes need two names. */
  name: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('linear-probe'),
  train: z.string().default('train'),
  /** Where more than one weight decay is given: the split that chooses, never a test split. */
  validation: z.string().default('val'),
  classSets: z.array(z.string()).min(1).optional(),
  /** Training examples of each class, the first in random order; all where left out. */
  shots: z.int().min(1).optional(),
  epochs: z.int().min(1).max(10_000).default(32),
  batchSize: z.int().min(1).default(64),
  learningRate: z.number().positive().default(0.005),
  weightDecays: z.array(z.number().min(0)).min(1).default([0.01]),
  seed: z.int().default(0),
});
type LinearProbeOptions = z.output<typeof options>;

/**
 * Accuracy of a linear classifier on frozen image embeddings, with bootstrap intervals over test images.
 * Scores `<name>/<split>/<classSet>/<top-1|mean-per-class-recall>`.
 */
export const linearProbe = defineComponent(Evaluator)({
  type: 'linear-probe',
  options: options.refine(({ splits, train, validation }) => !splits.includes(train) && !splits.includes(validation), {
    error: 'must not hold the train or the validation split',
    path: ['splits'],
  }),
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    const chooses = given.weightDecays.length > 1;
    checkSplits(dataset, [...given.splits, given.train, ...(chooses ? [given.validation] : [])]);
    const sets = chooseClassSets(dataset, given.classSets);
    return {
      name: given.name,
      evaluate: async (model) => {
        const parts: Part[] = [];
        for (const set of sets) parts.push(...(await probe(model, dataset, set, given)));
        return mergeEvaluations(given.name, parts);
      },
    };
  },
});

async function probe(model: DualEncoder, dataset: Dataset, set: ClassSet, given: LinearProbeOptions): Promise<Part[]> {
  const read = async (split: string) => labelled(await embedSplit(model, dataset, split), set);
  const train = await read(given.train);
  const weightDecay = await chooseWeightDecay(train, set.classes.length, given, () => read(given.validation));
  const weights = fitProbe(train, set.classes.length, weightDecay, given);
  const parts: Part[] = [];
  for (const split of given.splits) {
    const test = await read(split);
    const part = score(probeLogits(test.image, weights), test, set, given.resamples);
    parts.push({ ...part, prefix: `${split}/${set.name}`, details: { weightDecay, examples: test.image.rows } });
  }
  return parts;
}

function score(logits: Matrix, { targets }: LabelledImages, { classes }: ClassSet, resamples: number) {
  const scores = classificationScores(classificationReport(logits, targets), targets, classes.length, [1]);
  return {
    scores: scores(new Float64Array(targets.length).fill(1)),
    intervals: resamples > 0 ? bootstrapIntervals(targets.length, scores, { resamples }) : {},
  };
}
