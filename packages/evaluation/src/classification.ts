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
import { type EmbeddedSplit, embedTexts, seenTexts } from './splits';

export const classSetsOption = z
  .array(z.string())
  .min(1)
  .optional()
  .describe('class sets of the data set (default: all)');

/** The class sets of a data set by name, all of them for undefined. Throws UserError on an unknown one, or none at all. */
export function chooseClassSets(dataset: Dataset, wanted: readonly string[] | undefined): readonly ClassSet[] {
  const { name, classSets } = dataset;
  if (classSets.length === 0)
    throw new UserError(`data set ${name} has no class sets; retrieval, mixed-retrieval, robustness and gap need none`);
  const names = classSets.map((set) => set.name);
  return (wanted ?? names).map((want) => {
    const found = classSets.find((set) => set.name === want);
    if (found === undefined) throw unknownName('class set', want, names);
    return found;
  });
}

/** A class set as the model sees it: classes whose prompts it can't tell apart are one class. */
export interface SeenClasses {
  readonly set: ClassSet;
  /** One row per seen class: its prompt ensemble, unit unless the model's similarity takes rows as they are. [seen classes, d] */
  readonly weights: Matrix;
  /** Number of the seen class of each class of the set. */
  readonly seenAs: readonly number[];
  /** Number in the set of the first class of each seen class, which names it. */
  readonly first: readonly number[];
  /** Labels of the classes that are one to the model. */
  readonly alike: readonly (readonly string[])[];
}

/** Throws UserError without classes, without templates or on a bad template. */
export async function classEmbeddings(model: DualEncoder, set: ClassSet): Promise<SeenClasses> {
  const { name, classes, templates } = set;
  if (classes.length === 0) throw new UserError(`class set "${name}" has no classes`);
  if (templates.length === 0) throw new UserError(`class set "${name}" has no templates`);
  const bad = templates.find((template) => !template.includes('{}'));
  if (bad !== undefined) throw new UserError(`class set "${name}": template "${bad}" has no {} for the class name`);
  const promptsOf = (label: string) => templates.map((template) => inTemplate(template, label));
  const members = new Map<string, number[]>();
  classes.forEach((label, number) => {
    const key = seenTexts(model, promptsOf(label)).join('\n');
    members.set(key, [...(members.get(key) ?? []), number]);
  });
  const groups = [...members.values()];
  const first = groups.map(([number]) => number!);
  const prompts = first.flatMap((number) => promptsOf(classes[number]!));
  const embedded = await embedTexts(model, prompts, `prompts of class set "${name}"`, 'scores');
  const seenAs = new Map(groups.flatMap((group, seen) => group.map((number) => [number, seen] as const)));
  const labels = classLabels(set);
  return {
    set,
    weights: zeroShotWeights(embedded, templates.length, model.similarity?.rows),
    seenAs: classes.map((_, number) => seenAs.get(number)!),
    first,
    alike: groups.filter(({ length }) => length > 1).map((group) => group.map((number) => labels[number]!)),
  };
}

/** Why no accuracy means anything with these classes; undefined where there are two or more. */
export function tooFewClasses({ classes }: ClassSet, seen = classes.length): string | undefined {
  if (seen > 1) return undefined;
  return classes.length < 2
    ? 'the class set has one class'
    : `the model can't tell the ${classes.length} classes apart`;
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

/**
 * Class numbers are those of the set, or of the seen classes with `seenAs`. Throws UserError on a label that is not in
 * the class set, and where no example has a label.
 */
export function targetsOf(split: EmbeddedSplit, set: ClassSet, seenAs?: readonly number[]): Targets {
  const known = classLabels(set);
  const numberOf = new Map(known.map((label, c) => [label, seenAs ? seenAs[c]! : c]));
  const [examples, targets]: [number[], number[]] = [[], []];
  split.labels.forEach((labels, example) => {
    const label = labels?.[set.name];
    if (label === undefined) return;
    const target = numberOf.get(label);
    if (target === undefined)
      throw unknownName(`label of example "${split.ids[example]}" in class set "${set.name}":`, label, known);
    examples.push(example);
    targets.push(target);
  });
  if (examples.length === 0) {
    throw new UserError(`no example of split "${split.name}" has a label of class set "${set.name}"`);
  }
  return { examples, classes: targets, unlabelled: split.labels.length - examples.length };
}

/** The images of a split that have a label of one class set, as unit rows, with their class numbers. */
export interface LabelledImages {
  readonly image: Matrix;
  readonly targets: readonly number[];
}

/** Throws UserError on a label that is not in the class set, and where no image has a label. */
export function labelled(split: EmbeddedSplit, set: ClassSet, seenAs?: readonly number[]): LabelledImages {
  const { examples, classes } = targetsOf(split, set, seenAs);
  return { image: takeRows(split.image, examples), targets: classes };
}

/**
 * `top-k` and `mean-per-class-recall` under weights of the examples, for bootstrap intervals. A tie is never a hit, and no
 * prediction.
 */
export function classificationScores(
  { last, predictions }: ClassificationReport,
  targets: readonly number[],
  classes: number,
  ks: readonly number[],
): (weights: Float64Array) => Record<string, number> {
  const hits = ks.map((k) => [`top-${k}`, last.map((rank) => (rank <= k ? 1 : 0))] as const);
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
