import {
  type ClassSet,
  classLabels,
  type Dataset,
  type DualEncoder,
  type Evaluation,
  type Matrix,
} from '@alignclip/core';
import { row, takeRows } from '@alignclip/metrics';
import { chooseClassSets, targetsOf } from './classification';
import { evaluateEach, inOrder, type Part } from './evaluations';
import { checkSplits, embedSplit, embedTexts, firstCaptions, type Measured, seenTexts } from './splits';

/** The examples of a split that have a label of one class set, each with its image and its first caption. */
export interface LabelledPairs {
  readonly split: string;
  readonly set: ClassSet;
  readonly ids: readonly string[];
  readonly captions: readonly string[];
  /** What the model sees of each caption. */
  readonly keys: readonly string[];
  /** Every caption of an example as the model sees it. */
  readonly allKeys: readonly (readonly string[])[];
  readonly labels: readonly Readonly<Record<string, string>>[];
  readonly image: Matrix; // [examples, d]
  readonly text: Matrix; // [examples, d]
  /** Numbers of the classes, from 0 without gaps: those that occur. */
  readonly classes: readonly number[];
  /** Numbers of the classes in the class set. */
  readonly targets: readonly number[];
  /** Names of the classes that occur, by number. */
  readonly names: readonly string[];
  readonly unlabelled: number;
}

export interface PairOptions {
  readonly splits: readonly string[];
  readonly classSets?: readonly string[] | undefined;
}

/**
 * The evaluator `name` that measures the labelled pairs of each split and class set. A split is not scored on a class set
 * of which it has no labels. Throws UserError on unknown splits and class sets, and on a data set without classes.
 */
export function onLabelledPairs(
  name: string,
  dataset: Dataset,
  given: PairOptions,
  measure: (pairs: LabelledPairs, model: DualEncoder) => Part,
  measured: Measured = 'directions',
) {
  checkSplits(dataset, given.splits);
  const sets = chooseClassSets(dataset, given.classSets);
  return {
    name,
    evaluate: (model: DualEncoder): Promise<Evaluation> =>
      evaluateEach(
        name,
        given.splits,
        async (split) => {
          const all = await labelledPairs(model, dataset, split, sets, measured);
          return inOrder(all, async (pairs) => measure(pairs, model));
        },
        { captions: 'first' },
      ),
  };
}

/** Of each class set that has labels in the split. Throws UserError where none has. */
export async function labelledPairs(
  model: DualEncoder,
  dataset: Dataset,
  name: string,
  sets: readonly ClassSet[],
  measured: Measured = 'directions',
): Promise<LabelledPairs[]> {
  const split = await embedSplit(model, dataset, name, measured);
  const captions = firstCaptions(split);
  const text = await embedTexts(model, captions, `captions of split "${name}"`, measured);
  const own = sets.filter((set) => split.labels.some((labels) => labels?.[set.name] !== undefined));
  return (own.length > 0 ? own : sets).map((set) => {
    const { examples, classes, unlabelled } = targetsOf(split, set);
    const [known, labels] = [[...new Set(classes)].sort((a, b) => a - b), classLabels(set)];
    const numbers = new Map(known.map((number, at) => [number, at]));
    const shown = examples.map((i) => captions[i]!);
    return {
      split: name,
      set,
      ids: examples.map((i) => split.ids[i]!),
      captions: shown,
      keys: seenTexts(model, shown),
      allKeys: examples.map((i) => seenTexts(model, split.captions[i]!)),
      labels: examples.map((i) => split.labels[i] ?? {}),
      image: takeRows(split.image, examples),
      text: takeRows(text, examples),
      targets: classes,
      classes: classes.map((number) => numbers.get(number)!),
      names: known.map((number) => labels[number]!),
      unlabelled,
    };
  });
}

/** The pairs of the given numbers, with the classes that are left. */
export function takePairs(pairs: LabelledPairs, chosen: readonly number[]): LabelledPairs {
  const of = <T>(items: readonly T[]) => chosen.map((i) => items[i]!);
  const left = [...new Set(of(pairs.classes))].sort((a, b) => a - b);
  return {
    ...pairs,
    ids: of(pairs.ids),
    captions: of(pairs.captions),
    keys: of(pairs.keys),
    allKeys: of(pairs.allKeys),
    labels: of(pairs.labels),
    image: takeRows(pairs.image, chosen),
    text: takeRows(pairs.text, chosen),
    targets: of(pairs.targets),
    classes: of(pairs.classes).map((number) => left.indexOf(number)),
    names: left.map((number) => pairs.names[number]!),
  };
}

/** Whether all rows are one point, up to the rounding of float32. */
export function areOnePoint(...parts: readonly Matrix[]): boolean {
  const first = row(parts[0]!, 0);
  return parts.every(({ columns, values }) =>
    values.every((value, at) => Math.abs(value - first[at % columns]!) < 1e-6),
  );
}

/** Why no score of these pairs can tell models apart; undefined where one can. */
export function whyUndefined({ classes, names, image, text, set }: LabelledPairs): string | undefined {
  if (names.length < 2) return set.classes.length < 2 ? 'the class set has one class' : 'all examples are of one class';
  if (classes.length < 2 * names.length)
    return `${names.length} classes of ${classes.length} examples: fewer than two each`;
  return areOnePoint(image, text) ? 'all images and texts are one point' : undefined;
}
