import {
  classLabels,
  type ClassSet,
  type Dataset,
  type DualEncoder,
  inTemplate,
  type Matrix,
  unknownName,
  UserError,
} from '@alignclip/core';
import { type ClassificationReport, takeRows, weightedMean, zeroShotWeights } from '@alignclip/metrics';
import { z } from 'zod';
import { type EmbeddedSplit, embedTexts } from './splits';

export const classSetsOption = z
  .array(z.string())
  .min(1)
  .optional()
  .describe('class sets of the data set (default: all)');

/** The class sets of a data set by name, all of them for undefined. Throws UserError on an unknown one, or none at all. */
export function chooseClassSets(dataset: Dataset, wanted: readonly string[] | undefined): readonly ClassSet[] {
  const { name, classSets } = dataset;
  if (classSets.length === 0) throw new UserError(`data set ${name} has no class sets to evaluate classification on`);
  const names = classSets.map((set) => set.name);
  return (wanted ?? names).map((want) => {
    const found = classSets.find((set) => set.name === want);
    if (found === undefined) throw unknownName('class set', want, names);
    return found;
  });
}

/** One unit row per class: its prompt ensemble. Throws UserError without classes, without templates or on a bad template. */
export async function classEmbeddings(model: DualEncoder, { name, classes, templates }: ClassSet): Promise<Matrix> {
  if (classes.length === 0) throw new UserError(`class set "${name}" has no classes`);
  if (templates.length === 0) throw new UserError(`class set "${name}" has no templates`);
  const bad = templates.find((template) => !template.includes('{}'));
  if (bad !== undefined) throw new UserError(`class set "${name}": template "${bad}" has no {} for the class name`);
  const prompts = classes.flatMap((label) => templates.map((template) => inTemplate(template, label)));
  const embedded = await embedTexts(model, prompts, `prompts of class set "${name}"`);
  return zeroShotWeights(embedded, templates.length);
}

/** The examples of a split that have a label of one class set. */
export interface Targets {
  /** Rows of the split. */
  readonly examples: readonly number[];
  /** Class numbers, in the order of `examples`. */
  readonly classes: readonly number[];
  /** Examples without a label. */
  readonly unlabelled: number;
}

/** Throws UserError on a label that is not in the class set, and where no example has a label. */
export function targetsOf(split: EmbeddedSplit, set: ClassSet): Targets {
  const { name } = set;
  const known = classLabels(set);
  const numberOf = new Map(known.map((label, c) => [label, c]));
  const examples: number[] = [];
  const targets: number[] = [];
  split.labels.forEach((labels, example) => {
    const label = labels?.[name];
    if (label === undefined) return;
    const target = numberOf.get(label);
    if (target === undefined)
      throw unknownName(`label of example "${split.ids[example]}" in class set "${name}":`, label, known);
    examples.push(example);
    targets.push(target);
  });
  if (examples.length === 0) {
    throw new UserError(`no example of split "${split.name}" has a label of class set "${name}"`);
  }
  return { examples, classes: targets, unlabelled: split.labels.length - examples.length };
}

/** The images of a split that have a label of one class set, as unit rows, with their class numbers. */
export interface LabelledImages {
  readonly image: Matrix;
  readonly targets: readonly number[];
}

/** Throws UserError on a label that is not in the class set, and where no image has a label. */
export function labelled(split: EmbeddedSplit, set: ClassSet): LabelledImages {
  const { examples, classes } = targetsOf(split, set);
  return { image: takeRows(split.image, examples), targets: classes };
}

/** `top-k` and `mean-per-class-recall` under weights of the examples, for bootstrap intervals. */
export function classificationScores(
  { ranks, predictions }: ClassificationReport,
  targets: readonly number[],
  classes: number,
  ks: readonly number[],
): (weights: Float64Array) => Record<string, number> {
  const hits = ks.map((k) => [`top-${k}`, ranks.map((rank) => (rank <= k ? 1 : 0))] as const);
  return (weights) => ({
    ...Object.fromEntries(hits.map(([name, values]) => [name, weightedMean(values, weights)])),
    'mean-per-class-recall': meanRecall(predictions, targets, classes, weights),
  });
}

/** Over the classes that have weight. */
function meanRecall(
  predictions: Int32Array,
  targets: readonly number[],
  classes: number,
  weights: Float64Array,
): number {
  const right = new Float64Array(classes);
  const all = new Float64Array(classes);
  targets.forEach((target, i) => {
    all[target]! += weights[i]!;
    if (predictions[i] === target) right[target]! += weights[i]!;
  });
  const seen = Array.from(all.keys()).filter((c) => all[c]! > 0);
  return seen.reduce((sum, c) => sum + right[c]! / all[c]!, 0) / seen.length;
}
