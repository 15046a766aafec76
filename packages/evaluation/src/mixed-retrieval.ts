import { Dataset, defineComponent, type DualEncoder, Evaluator } from '@alignclip/core';
import { weightedMean } from '@alignclip/metrics';
import { z } from 'zod';
import { chooseClassSets, classSetsOption } from './classification';
import { evaluateEach, inOrder, mean, type Part, scoredWithIntervals, undefinedOf } from './evaluations';
import { captionTask, classTask, type MixedTask, whyNoTask } from './mixed-retrieval/mixed-task';
import { searchMixed } from './mixed-retrieval/search-mixed';
import { checkSplits, embedSplit, splitOptions } from './splits';

const share = z.number().min(0).max(1);
const options = z.strictObject({
  ...splitOptions,
  k: z.int().min(1).max(1000).default(10).describe('documents that NDCG@k looks at'),
  shares: z
    .array(share)
    .min(2)
    .max(101)
    .default([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    .describe('shares of the documents that are images, from the smallest, 0 to 1; the others are texts'),
  draws: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .describe('random choices of the documents that are images; scores are their means'),
  alpha: share.default(0.5).describe('weight of the text in a fused document, 0 to 1'),
  queries: z
    .enum(['captions', 'classes'])
    .default('captions')
    .describe('first captions as queries, another one being the text of the document; or prompts of classes'),
  classSets: classSetsOption,
  mostQueries: z
    .int()
    .min(1)
    .max(100_000)
    .default(1000)
    .describe('at most this many queries, evenly spaced over the split'),
  examples: z.int().min(0).max(100).default(24).describe('queries in the details with their nearest documents'),
  seed: z.int().default(0).describe('seed of the draws and of the bootstrap'),
});
type MixedOptions = z.output<typeof options>;

/**
 * Text queries over a corpus of which a share r are images and the others texts: NDCG@k by r, its dip below the line between
 * its ends, the ranking bias for texts; and documents that have both. Bootstrap intervals over queries. Scores
 * `mixed-retrieval/<split>/<NDCG@k|r-<r>/NDCG@k|dip|ranking-bias|fused/NDCG@k|thirds/NDCG@k>`, with the class set after the
 * split where its prompts are the queries.
 */
export const mixedRetrieval = defineComponent(Evaluator)({
  type: 'mixed-retrieval',
  scoreEndings: [/^NDCG@\d+$/, 'dip', 'ranking-bias'],
  options: options.refine(({ shares }) => shares.every((r, at) => at === 0 || r > shares[at - 1]!), {
    error: 'must rise',
    path: ['shares'],
  }),
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, given.splits);
    const sets = given.queries === 'classes' ? chooseClassSets(dataset, given.classSets) : [];
    return {
      name: 'mixed-retrieval',
      evaluate: (model) => {
        const ofSplit = async (name: string): Promise<Part[]> => {
          const split = await embedSplit(model, dataset, name, 'scores');
          const tasks =
            given.queries === 'captions'
              ? [await captionTask(model, dataset, split, given)]
              : await inOrder(sets, (set) => classTask(model, split, set, given));
          return tasks.map((task) => measure(task, model, given));
        };
        const { queries, shares, draws, alpha } = given;
        return evaluateEach('mixed-retrieval', given.splits, ofSplit, { queries, shares, draws, alpha });
      },
    };
  },
});

function measure(task: MixedTask, model: DualEncoder, given: MixedOptions): Part {
  const { prefix } = task;
  const names = namesOf(given);
  const facts = { documents: task.text.rows, queries: task.queries.rows, withoutQuery: task.withoutQuery };
  const why = whyNoTask(task);
  if (why)
    return { prefix, scores: {}, intervals: {}, undefinedScores: undefinedOf(names.all, () => why), details: facts };
  const found = searchMixed(task, model.similarity, given);
  const curve = found.curve.map((values) => mean(values));
  const deepest = deepestOf(given.shares, curve);
  const scores = (weights: Float64Array) => {
    const at = found.curve.map((values) => weightedMean(values, weights));
    return {
      [names.whole]: mean(at),
      ...Object.fromEntries(given.shares.map((_, r) => [names.shares[r]!, at[r]!])),
      dip: deepest === undefined ? NaN : below(given.shares, at, deepest),
      'ranking-bias': weightedMean(found.bias, weights),
      [names.fused]: found.fused ? weightedMean(found.fused, weights) : NaN,
      [names.thirds]: found.thirds ? weightedMean(found.thirds, weights) : NaN,
    };
  };
  return {
    prefix,
    ...scoredWithIntervals(task.queries.rows, scores, given, (name) =>
      name === 'dip' ? 'no share between the smallest and the largest' : (found.notFused ?? ''),
    ),
    details: {
      ...facts,
      chance: found.chance,
      curve: { shares: [...given.shares], [`NDCG@${given.k}`]: curve },
      ...(deepest !== undefined && { dipAt: given.shares[deepest]! }),
      fusion: found.fusion,
      examples: found.examples,
    },
  };
}

function namesOf({ k, shares }: MixedOptions) {
  const ndcg = `NDCG@${k}`;
  const [whole, fused, thirds] = [ndcg, `fused/${ndcg}`, `thirds/${ndcg}`];
  const ofShares = shares.map((r) => `r-${r}/${ndcg}`);
  return { whole, fused, thirds, shares: ofShares, all: [whole, ...ofShares, 'dip', 'ranking-bias', fused, thirds] };
}

/** How far the curve at share number r is below the line between its ends. */
function below(shares: readonly number[], curve: readonly number[], r: number): number {
  const last = shares.length - 1;
  const way = (shares[r]! - shares[0]!) / (shares[last]! - shares[0]!);
  return (1 - way) * curve[0]! + way * curve[last]! - curve[r]!;
}

/** The share between the ends at which the curve is lowest below the line. */
function deepestOf(shares: readonly number[], curve: readonly number[]): number | undefined {
  const between = shares.map((_, r) => r).slice(1, -1);
  return between.reduce<number | undefined>(
    (best, r) => (best === undefined || below(shares, curve, r) > below(shares, curve, best) ? r : best),
    undefined,
  );
}
