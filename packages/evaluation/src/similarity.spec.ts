import { type DualEncoder, type Similarity } from '@alignclip/core';
import { innerProduct } from '@alignclip/metrics';
import { cachedEncoder } from './cached-encoder';
import { distributionShift } from './distribution-shift';
import { gap } from './gap';
import { interventions } from './interventions';
import { retrieval } from './retrieval';
import { randomModel, toyDataset, toyItems } from './testing';
import { zeroShot } from './zero-shot';

const items = toyItems(40);
const dataset = toyDataset(items, undefined, { test: (i) => i < 20, other: (i) => i >= 20 });
const model = randomModel();
const both = { splits: ['test'], resamples: 0 };
const evaluators = {
  retrieval: retrieval.make(both, dataset),
  'zero-shot': zeroShot.make(both, dataset),
  'distribution-shift': distributionShift.make({ splits: ['other'], resamples: 0 }, dataset),
  interventions: interventions.make({ ...both, logitScales: [1] }, dataset),
};

const scored = (rows: Similarity['rows'], score: (product: number, candidate: number) => number): DualEncoder => ({
  ...model,
  similarity: {
    rows,
    scorer: (candidates) => (queries, query, into) => {
      for (let c = 0; c < candidates.rows; c += 1) into[c] = score(innerProduct(queries, query, candidates, c), c);
      return into;
    },
  },
});

describe.each(Object.entries(evaluators))('%s with a similarity of the model', (name, evaluator) => {
  it('gives the scores of the inner product where it is the inner product', async () => {
    const own = await evaluator.evaluate(cachedEncoder(scored('unit', (product) => product)));
    expect(own.scores).toEqual((await evaluator.evaluate(model)).scores);
  });

  it('follows a similarity that turns everything round', async () => {
    const turned = await evaluator.evaluate(cachedEncoder(scored('unit', (product) => -product)));
    expect(turned.scores).not.toEqual((await evaluator.evaluate(model)).scores);
  });

  it(
    name === 'interventions' ? 'is undefined for rows that are no directions' : 'leaves rows as long as they are',
    async () => {
      const long = {
        ...scored('own', (product) => product),
        embedTexts: async (texts: readonly string[]) => {
          const rows = await model.embedTexts(texts);
          return { ...rows, values: rows.values.map((value, at) => (at < rows.columns ? 100 : 1) * value) };
        },
      };
      const { scores, undefinedScores = {} } = await evaluator.evaluate(long);
      if (name !== 'interventions') return expect(scores).not.toEqual((await evaluator.evaluate(model)).scores);
      expect(scores).toEqual({});
      expect(Object.values(undefinedScores)[0]).toMatch('lengths that count');
    },
  );
});

it('gap measures directions, whatever the rows that are scored', async () => {
  const { scores } = await gap.make(both, dataset).evaluate(scored('own', (product) => product));
  expect(scores).toEqual((await gap.make(both, dataset).evaluate(model)).scores);
});

it('shows the score of what is found beside its cosine', async () => {
  const { details } = await evaluators.retrieval.evaluate(scored('unit', (product, c) => product - (c === 0 ? 5 : 0)));
  const [first] = (details as Record<string, { examples: { found: { cosine: number; score: number }[] }[] }>)[
    'test/image-to-text'
  ]!.examples;
  expect(first!.found).toHaveLength(5);
  for (const { cosine, score } of first!.found) expect(score).toBeCloseTo(cosine, 3);
});

it('says nothing about who is nearest by cosine where a model compares rows in another way', async () => {
  const all = gap.make({ resamples: 0, metrics: 'all' }, dataset);
  const own = await all.evaluate(scored('own', (product) => product));
  const unit = await all.evaluate(scored('unit', (product) => product));
  expect(own.scores).not.toHaveProperty('gap/test/itr');
  expect(own.undefinedScores?.['gap/test/mutual-knn']).toContain('this model compares rows in another way');
  expect(own.scores).toHaveProperty('gap/test/centre-angle');
  expect(unit.undefinedScores ?? {}).not.toHaveProperty('gap/test/mutual-knn');
  const names = ({ scores, undefinedScores = {} }: typeof own) =>
    [...Object.keys(scores), ...Object.keys(undefinedScores)].sort();
  expect(names(own)).toEqual(names(unit));
});
