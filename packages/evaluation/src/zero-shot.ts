import {
  classLabels,
  type ClassSet,
  contentHash,
  Dataset,
  defineComponent,
  Evaluator,
  type Similarity,
} from '@alignclip/core';
import { classificationReport, takeRows, zeroShotLogits } from '@alignclip/metrics';
import { z } from 'zod';
import {
  chooseClassSets,
  classEmbeddings,
  classificationScores,
  classSetsOption,
  type SeenClasses,
  targetsOf,
  tooFewClasses,
} from './classification';
import {
  classificationEndings,
  evaluateEach,
  inOrder,
  type Part,
  scoredWithIntervals,
  undefinedOf,
} from './evaluations';
import { checkSplits, embedSplit, type EmbeddedSplit, splitOptions } from './splits';

const options = z.strictObject({
  ...splitOptions,
  classSets: classSetsOption,
  ks: z
    .array(z.int().min(1))
    .min(1)
    .default([1, 5])
    .describe('values k of top-k; those below the number of classes are used'),
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
  scoreEndings: classificationEndings,
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, given.splits);
    const sets = chooseClassSets(dataset, given.classSets);
    return {
      name: 'zero-shot',
      evaluate: async (model) => {
        const seen = await inOrder(sets, (set) => classEmbeddings(model, set));
        const ofSplit = async (name: string): Promise<Part[]> => {
          const split = await embedSplit(model, dataset, name, 'scores');
          const own = seen.filter(({ set }) => isLabelled(split, set));
          return (own.length > 0 ? own : seen).map((classes) => measure(split, classes, given, model.similarity));
        };
        const described = sets.map((set) => [set.name, { ...set, hash: contentHash(set) }] as const);
        return evaluateEach('zero-shot', given.splits, ofSplit, { classSets: Object.fromEntries(described) });
      },
    };
  },
});

const isLabelled = (split: EmbeddedSplit, { name }: ClassSet): boolean =>
  split.labels.some((labels) => labels?.[name] !== undefined);

function measure(
  split: EmbeddedSplit,
  seen: SeenClasses,
  { ks, resamples }: Options,
  similarity: Similarity | undefined,
): Part {
  const { set, first, weights, seenAs, alike } = seen;
  const labels = classLabels(set);
  const names = first.map((number) => labels[number]!);
  const targets = targetsOf(split, set, seenAs);
  const examples = targets.examples.length;
  const report = classificationReport(
    zeroShotLogits(takeRows(split.image, targets.examples), weights, 1, similarity),
    targets.classes,
  );
  const tooFew = tooFewClasses(set, names.length);
  const meaningful = ks.filter((k) => k < names.length);
  const scores = classificationScores(report, targets.classes, names.length, meaningful);
  const scored = scoredWithIntervals(examples, tooFew ? () => ({}) : scores, { resamples });
  const none = [...ks.filter((k) => k >= names.length).map((k) => `top-${k}`), ...(tooFew ? [recallName] : [])];
  return {
    prefix: `${split.name}/${set.name}`,
    ...scored,
    undefinedScores: undefinedOf(none, () => tooFew ?? `${names.length} classes, so that every example is right`),
    details: {
      examples,
      unlabelled: targets.unlabelled,
      chance: 1 / names.length,
      ...(alike.length > 0 && { alikeToTheModel: alike }),
      ...(report.predictions.includes(-1) && { tied: report.predictions.filter((p) => p < 0).length }),
      classesWithoutExamples: names.filter((_, c) => report.recalls[c] === undefined),
      recalls: Object.fromEntries(
        names.flatMap((label, c) => (report.recalls[c] === undefined ? [] : [[label, report.recalls[c]]])),
      ),
      /** [class, predicted class, examples] by number, where there are any. */
      confusion: report.confusion.flatMap((counts, c) =>
        counts.flatMap((count, p) => (count > 0 ? [[first[c]!, first[p]!, count]] : [])),
      ),
    },
  };
}

const recallName = 'mean-per-class-recall';
