import { Dataset, defineComponent, type DualEncoder, Evaluator, Teacher, UserError } from '@alignclip/core';
import { innerProduct, weightedCorrelations } from '@alignclip/metrics';
import { z } from 'zod';
import { areEqual, evaluateEach, noCorrelations, type Part, scoredWithIntervals, undefinedOf } from './evaluations';
import { checkSplits, embedTexts, seenTexts, splitOptions } from './splits';
import { distinctPairs, type ShownCaption, teacherSimilarities } from './teacher-agreement/caption-pairs';

const options = z.strictObject({
  ...splitOptions,
  pairs: z.int().min(3).max(100_000).default(2000).describe('at most this many pairs of different captions'),
  seed: z.int().default(0).describe('seed of the choice of pairs and of the bootstrap'),
});
type Options = z.output<typeof options>;

/**
 * How far the text tower agrees with the run's teacher on the captions of a split: correlation of the cosine of two
 * captions with the teacher's S, with bootstrap intervals over pairs. Not STS: no human scored these pairs. Scores
 * `teacher-agreement/<split>/<spearman|pearson>`, undefined where a split has fewer than 3 different captions or where S or
 * the cosines are constant. Throws UserError where S is not finite.
 */
export const teacherAgreement = defineComponent(Evaluator)({
  type: 'teacher-agreement',
  scoreEndings: ['spearman', 'pearson'],
  options,
  inject: [Dataset, Teacher],
  create: (given, dataset, teacher): Evaluator => {
    checkSplits(dataset, given.splits);
    return {
      name: 'teacher-agreement',
      evaluate: (model) => {
        const ofSplit = async (split: string) =>
          agreement(model, teacher, await differentCaptions(model, dataset, split), split, given);
        return evaluateEach('teacher-agreement', given.splits, ofSplit, { captions: 'first', teacher: teacher.name });
      },
    };
  },
});

async function agreement(
  model: DualEncoder,
  teacher: Teacher,
  all: readonly ShownCaption[],
  split: string,
  given: Options,
): Promise<Part> {
  if (all.length < 3) {
    const why = `${all.length} different captions, at least 3 are needed`;
    return {
      prefix: split,
      scores: {},
      intervals: {},
      undefinedScores: undefinedOf(['spearman', 'pearson'], () => why),
      details: { captions: all.length, pairs: 0 },
    };
  }
  const pairs = distinctPairs(all.length, given.pairs, given.seed);
  const captions = all.map(({ caption }) => caption);
  await teacher.prepare?.(captions);
  const gold = await teacherSimilarities(teacher, all, pairs);
  const text = await embedTexts(model, captions, `captions of split "${split}"`);
  const cosines = Float64Array.from(pairs, ([i, j]) => innerProduct(text, i, text, j));
  refuseNotFinite(gold, `S of the teacher "${teacher.name}"`, split);
  const constant = [
    ...(areEqual(gold) ? [`S of the teacher "${teacher.name}" is ${gold[0]}`] : []),
    ...(areEqual(cosines) ? ['all cosines are equal'] : []),
  ].join(', ');
  const { spearman, pearson } = constant === '' ? weightedCorrelations(cosines, gold) : noCorrelations;
  const scores = (weights: Float64Array) => ({ spearman: spearman(weights), pearson: pearson(weights) });
  return {
    prefix: split,
    ...scoredWithIntervals(pairs.length, scores, given, () => `${constant} for all ${pairs.length} pairs of captions`),
    details: { captions: all.length, pairs: pairs.length },
  };
}

/** First captions in the order of the split; those that the model can't tell apart once, since their cosine is always 1. */
async function differentCaptions(model: DualEncoder, dataset: Dataset, split: string): Promise<ShownCaption[]> {
  const found = new Map<string, ShownCaption>();
  for await (const { id, captions, labels } of dataset.examples(split)) {
    const [caption] = captions;
    if (caption === undefined) throw new UserError(`example "${id}" of split "${split}" has no caption`);
    const [key] = seenTexts(model, [caption]) as [string];
    if (!found.has(key)) found.set(key, { caption, labels });
  }
  return [...found.values()];
}

function refuseNotFinite(values: Float64Array, name: string, split: string): void {
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw new UserError(`split "${split}": ${name} is ${odd} for a pair of captions`);
}
