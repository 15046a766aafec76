import { contentHash, defineComponent, type DualEncoder, Evaluator, sha256, UserError } from '@alignclip/core';
import { innerProduct, type WeightedCorrelations, weightedCorrelations } from '@alignclip/metrics';
import { z } from 'zod';
import { areEqual, inOrder, noCorrelations, scoredWithIntervals } from './evaluations';
import { embedTexts, splitOptions } from './splits';
import { readSts, stsContent } from './sts/sts-file';

const options = z.strictObject({
  folder: z.string().min(1).describe('folder of `<set>.tsv` files with columns score, genre, sentence1, sentence2'),
  sets: z
    .array(z.string().regex(/^[\w-][\w.-]*(:.+)?$/, 'must be "set" or "set:genre"'))
    .min(1)
    .default(['stsb-test:main-captions', 'sick-test', 'stsb-test', 'sts12', 'sts13', 'sts14', 'sts15', 'sts16'])
    .describe('sets; `set:genre` takes the pairs whose genre begins with that text'),
  resamples: splitOptions.resamples,
});

interface ScoredSet {
  readonly name: string;
  readonly pairs: number;
  readonly correlations: WeightedCorrelations;
}

/**
 * Semantic text similarity: correlation of the cosine of two sentences with the human score, with bootstrap intervals
 * over sentence pairs. Scores `sts/<set>/<spearman|pearson>` and `sts/mean/…` over the sets; undefined where all cosines
 * of a set are equal.
 */
export const sts = defineComponent(Evaluator)({
  type: 'sts',
  scoreEndings: ['spearman', 'pearson'],
  options,
  create: ({ folder, sets, resamples }): Evaluator => ({
    name: 'sts',
    evaluate: async (model) => {
      const scored = await inOrder(sets, (name) => scoreSet(model, folder, name));
      const pairs = scored.reduce((sum, set) => sum + set.pairs, 0);
      const values = (weights: Float64Array) => allCorrelations(scored, weights);
      return {
        ...scoredWithIntervals(pairs, values, { resamples }, (key) =>
          key.startsWith('sts/mean/') ? 'a set has no correlation' : 'all cosines are equal',
        ),
        details: { pairs: Object.fromEntries(scored.map((set) => [set.name, set.pairs])) },
      };
    },
    fingerprint: async () =>
      contentHash(
        await inOrder([...new Set(sets.map(fileOf))], async (name) => sha256(await stsContent(folder, name))),
      ),
  }),
});

const fileOf = (set: string): string => set.split(':')[0]!;

async function scoreSet(model: DualEncoder, folder: string, name: string): Promise<ScoredSet> {
  const genre = name.slice(fileOf(name).length + 1);
  const pairs = (await readSts(folder, fileOf(name))).filter((pair) => pair.genre.startsWith(genre));
  if (pairs.length < 3) throw new UserError(`STS set "${name}" has ${pairs.length} pairs, at least 3 are needed`);
  const first = await embedTexts(
    model,
    pairs.map(({ sentence1 }) => sentence1),
    `sentences of ${name}`,
  );
  const second = await embedTexts(
    model,
    pairs.map(({ sentence2 }) => sentence2),
    `sentences of ${name}`,
  );
  const cosines = pairs.map((_, i) => innerProduct(first, i, second, i));
  const gold = pairs.map(({ score }) => score);
  if (gold.every((score) => score === gold[0]))
    throw new UserError(`STS set "${name}": all gold scores are ${gold[0]}`);
  const correlations = areEqual(cosines) ? noCorrelations : weightedCorrelations(cosines, gold);
  return { name, pairs: pairs.length, correlations };
}

/** `weights` are those of all pairs, set after set. */
function allCorrelations(sets: readonly ScoredSet[], weights: Float64Array): Record<string, number> {
  let start = 0;
  const values = sets.map(({ name, pairs, correlations }) => {
    const own = weights.subarray(start, (start += pairs));
    return { name, spearman: correlations.spearman(own), pearson: correlations.pearson(own) };
  });
  const mean = (kind: 'spearman' | 'pearson') => values.reduce((sum, value) => sum + value[kind], 0) / values.length;
  return Object.fromEntries([
    ...values.flatMap(({ name, spearman, pearson }) => [
      [`sts/${name}/spearman`, spearman],
      [`sts/${name}/pearson`, pearson],
    ]),
    ['sts/mean/spearman', mean('spearman')],
    ['sts/mean/pearson', mean('pearson')],
  ]) as Record<string, number>;
}
