import {
  classLabels,
  type ClassSet,
  contentHash,
  Dataset,
  defineComponent,
  Evaluator,
  type Matrix,
} from '@alignclip/core';
import { classificationReport, takeRows, zeroShotLogits } from '@alignclip/metrics';
import { z } from 'zod';
import { chooseClassSets, classEmbeddings, classificationScores, classSetsOption, targetsOf } from './classification';
import { evaluateEach, inOrder, type Part, scoredWithIntervals } from './evaluations';
import { checkSplits, embedSplit, type EmbeddedSplit, splitOptions } from './splits';

const options = z.strictObject({
  ...splitOptions,
  classSets: classSetsOption,
  ks: z
    .array(z.int().min(1))
    .min(1)
    .default([1, 5])
    .describe('values k of top-k; 1 and those below the number of classes are used'),
});
type Options = z.output<typeof options>;

/**
 * Zero-shot classification with prompt ensembles, with bootstrap intervals over images.
 * Scores `zero-shot/<split>/<classSet>/<top-k|mean-per-class-recall>`. Classes without examples in a split stay in the
 * choice, don't count in the mean recall, and are listed in the details. A split is not scored on a class set of which it
 * has no labels; throws UserError where it has no labels at all.
 */
export const zeroShot = defineComponent(Evaluator)({
  type: 'zero-shot',
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, given.splits);
    const sets = chooseClassSets(dataset, given.classSets);
    return {
      name: 'zero-shot',
      evaluate: async (model) => {
        const weights = await inOrder(sets, async (set) => [set, await classEmbeddings(model, set)] as const);
        const ofSplit = async (name: string): Promise<Part[]> => {
          const split = await embedSplit(model, dataset, name);
          const own = weights.filter(([set]) => isLabelled(split, set));
          return (own.length > 0 ? own : weights).map(([set, classes]) => measure(split, set, classes, given));
        };
        const described = sets.map((set) => [set.name, { ...set, hash: contentHash(set) }] as const);
        return evaluateEach('zero-shot', given.splits, ofSplit, { classSets: Object.fromEntries(described) });
      },
    };
  },
});

const isLabelled = (split: EmbeddedSplit, { name }: ClassSet): boolean =>
  split.labels.some((labels) => labels?.[name] !== undefined);

function measure(split: EmbeddedSplit, set: ClassSet, classes: Matrix, { ks, resamples }: Options): Part {
  const targets = targetsOf(split, set);
  const examples = targets.examples.length;
  const report = classificationReport(
    zeroShotLogits(takeRows(split.image, targets.examples), classes),
    targets.classes,
  );
  const meaningful = ks.filter((k) => k === 1 || k < set.classes.length);
  const scores = classificationScores(report, targets.classes, set.classes.length, meaningful);
  return {
    prefix: `${split.name}/${set.name}`,
    ...scoredWithIntervals(examples, scores, { resamples }),
    details: {
      examples,
      unlabelled: targets.unlabelled,
      chance: 1 / set.classes.length,
      classesWithoutExamples: classLabels(set).filter((_, c) => report.recalls[c] === undefined),
      recalls: Object.fromEntries(
        classLabels(set).flatMap((label, c) => (report.recalls[c] === undefined ? [] : [[label, report.recalls[c]]])),
      ),
      /** [class, predicted class, examples] by number, where there are any. */
      confusion: report.confusion.flatMap((counts, c) =>
        counts.flatMap((count, p) => (count > 0 ? [[c, p, count]] : [])),
      ),
    },
  };
}
