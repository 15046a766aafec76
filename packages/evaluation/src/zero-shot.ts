import {
  type ClassSet,
  contentHash,
  Dataset,
  defineComponent,
  type DualEncoder,
  Evaluator,
  type Matrix,
} from '@alignclip/core';
import { bootstrapIntervals, classificationReport, takeRows, zeroShotLogits } from '@alignclip/metrics';
import { z } from 'zod';
import { chooseClassSets } from './class-sets/choose-class-sets';
import { checkSplits } from './split/check-splits';
import { embedSplit, type EmbeddedSplit } from './split/embedded-split';
import { mergeEvaluations, type Part } from './split/merge-evaluations';
import { splitOptions } from './split/options';
import { classEmbeddings } from './zero-shot/class-embeddings';
import { classificationScores } from './zero-shot/classification-scores';
import { targetsOf } from './class-sets/targets';

const options = z.strictObject({
  ...splitOptions,
  /** Class sets of the data set by name; all of them where left out. */
  classSets: z.array(z.string()).min(1).optional(),
  /** The k's of top-k; those not below the number of classes are left out, k = 1 aside. */
  ks: z.array(z.int().min(1)).min(1).default([1, 5]),
});
type Options = z.output<typeof options>;

/**
 * Zero-shot classification with prompt ensembles, with bootstrap intervals over images.
 * Scores `zero-shot/<split>/<classSet>/<top-k|mean-per-class-recall>`. Classes without examples in a split stay in the
 * choice, are left out of the mean recall, and are listed in the details. A class set of which a split has no labels is left
 * out there; throws UserError where that is so for all of them.
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
        const parts: Part[] = [];
        const weights = await embedClassSets(model, sets);
        for (const name of given.splits) {
          const split = await embedSplit(model, dataset, name);
          const own = weights.filter(([set]) => isLabelled(split, set));
          parts.push(...(own.length > 0 ? own : weights).map(([set, classes]) => measure(split, set, classes, given)));
        }
        const described = sets.map((set) => [set.name, { ...set, hash: contentHash(set) }]);
        return mergeEvaluations('zero-shot', parts, { classSets: Object.fromEntries(described) });
      },
    };
  },
});

const isLabelled = (split: EmbeddedSplit, { name }: ClassSet): boolean =>
  split.labels.some((labels) => labels?.[name] !== undefined);

async function embedClassSets(model: DualEncoder, sets: readonly ClassSet[]): Promise<[ClassSet, Matrix][]> {
  const embedded: [ClassSet, Matrix][] = [];
  for (const set of sets) embedded.push([set, await classEmbeddings(model, set)]);
  return embedded;
}

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
    scores: scores(new Float64Array(examples).fill(1)),
    intervals: resamples > 0 ? bootstrapIntervals(examples, scores, { resamples }) : {},
    details: {
      examples,
      unlabelled: targets.unlabelled,
      chance: 1 / set.classes.length,
      classesWithoutExamples: set.classes.filter((_, c) => report.recalls[c] === undefined),
      recalls: Object.fromEntries(
        set.classes.flatMap((label, c) => (report.recalls[c] === undefined ? [] : [[label, report.recalls[c]]])),
      ),
      /** [class, predicted class, examples] by number, where there are any. */
      confusion: report.confusion.flatMap((counts, c) =>
        counts.flatMap((count, p) => (count > 0 ? [[c, p, count]] : [])),
      ),
    },
  };
}
