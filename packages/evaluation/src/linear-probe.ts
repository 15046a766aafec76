import { type ClassSet, Dataset, defineComponent, type DualEncoder, Evaluator } from '@alignclip/core';
import { classificationReport, probeLogits, topAccuracy } from '@alignclip/metrics';
import { z } from 'zod';
import {
  chooseClassSets,
  classificationScores,
  classSetsOption,
  labelled,
  type LabelledImages,
  tooFewClasses,
} from './classification';
import { classificationEndings, evaluateEach, inOrder, type Part, scoredWithIntervals } from './evaluations';
import { fitProbe, trainingOptions } from './fit-probe';
import { checkSplits, embedSplit, splitOptions } from './splits';

const options = z.strictObject({
  ...splitOptions,
  name: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('linear-probe')
    .describe('first part of its score keys; two probes need two names'),
  train: z.string().default('train').describe('split that the probe is trained on'),
  validation: z.string().default('val').describe('split that chooses among several weight decays'),
  classSets: classSetsOption,
  shots: z.int().min(1).optional().describe('training examples per class, drawn at random (default: all)'),
  ...trainingOptions,
  weightDecays: z
    .array(z.number().min(0))
    .min(1)
    .default([0.01])
    .describe('weight decays; of several, the one with the best validation accuracy is used'),
  seed: z.int().default(0).describe('seed of initial values, order and shots'),
});
type LinearProbeOptions = z.output<typeof options>;

/**
 * Accuracy of a linear classifier on frozen image embeddings, with bootstrap intervals over test images.
 * Scores `<name>/<split>/<classSet>/<top-1|mean-per-class-recall>`.
 */
export const linearProbe = defineComponent(Evaluator)({
  type: 'linear-probe',
  scoreEndings: classificationEndings,
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
      evaluate: (model) => evaluateEach(given.name, sets, (set) => probe(model, dataset, set, given)),
    };
  },
});

async function probe(model: DualEncoder, dataset: Dataset, set: ClassSet, given: LinearProbeOptions): Promise<Part[]> {
  const read = async (split: string) => labelled(await embedSplit(model, dataset, split), set);
  const classes = set.classes.length;
  const train = await read(given.train);
  const weightDecay = await chooseWeightDecay(train, classes, given, () => read(given.validation));
  const weights = fitProbe(train, classes, weightDecay, given);
  return inOrder(given.splits, async (split) => {
    const { image, targets } = await read(split);
    const report = classificationReport(probeLogits(image, weights), targets);
    const tooFew = tooFewClasses(set);
    const measured = classificationScores(report, targets, classes, [1]);
    const scores = tooFew ? () => ({ 'top-1': NaN, 'mean-per-class-recall': NaN }) : measured;
    return {
      prefix: `${split}/${set.name}`,
      ...scoredWithIntervals(targets.length, scores, { resamples: given.resamples }, () => tooFew ?? ''),
      details: { weightDecay, examples: image.rows },
    };
  });
}

/** The weight decay with the best accuracy on the validation split (the first among equals), which is read only if there is a choice. */
async function chooseWeightDecay(
  train: LabelledImages,
  classes: number,
  given: LinearProbeOptions,
  readValidation: () => Promise<LabelledImages>,
): Promise<number> {
  const [only, ...others] = given.weightDecays;
  if (others.length === 0) return only!;
  const validation = await readValidation();
  const accuracies = given.weightDecays.map((weightDecay) => {
    const logits = probeLogits(validation.image, fitProbe(train, classes, weightDecay, given));
    return topAccuracy(classificationReport(logits, validation.targets).last, 1);
  });
  return given.weightDecays[accuracies.indexOf(Math.max(...accuracies))]!;
}
