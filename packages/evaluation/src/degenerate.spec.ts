import type { Dataset, DualEncoder, Evaluation, Evaluator } from '@alignclip/core';
import { clustering } from './clustering';
import { distributionShift } from './distribution-shift';
import { gap } from './gap';
import { interchangeability } from './interchangeability';
import { interventions } from './interventions';
import { intraModalRetrieval } from './intra-modal-retrieval';
import { knnProbe } from './knn-probe';
import { linearProbe } from './linear-probe';
import { mixedRetrieval } from './mixed-retrieval';
import { projection } from './projection';
import { retrieval } from './retrieval';
import { robustness } from './robustness';
import { givenModel, randomModel, toyDataset, type ToyItem, toyItems } from './testing';
import { zeroShot } from './zero-shot';

const resamples = 50;
const asTrainAndTest = (dataset: Dataset): Dataset => ({
  ...dataset,
  splits: ['train', 'test'],
  examples: () => dataset.examples('test'),
});
const all: Readonly<Record<string, (dataset: Dataset) => Evaluator>> = {
  retrieval: (dataset) => retrieval.make({ resamples }, dataset),
  'retrieval, listed': (dataset) => retrieval.make({ resamples, duplicates: 'listed', captions: 'all' }, dataset),
  'zero-shot': (dataset) => zeroShot.make({ resamples }, dataset),
  gap: (dataset) => gap.make({ resamples }, dataset),
  interventions: (dataset) => interventions.make({ resamples }, dataset),
  'distribution-shift': (dataset) => distributionShift.make({ splits: ['test'], resamples }, dataset),
  clustering: (dataset) => clustering.make({ resamples, starts: 2 }, dataset),
  'mixed-retrieval': (dataset) => mixedRetrieval.make({ resamples, draws: 2 }, dataset),
  'mixed-retrieval, classes': (dataset) => mixedRetrieval.make({ resamples, draws: 2, queries: 'classes' }, dataset),
  'intra-modal-retrieval': (dataset) => intraModalRetrieval.make({ resamples }, dataset),
  'knn-probe': (dataset) => knnProbe.make({ resamples }, dataset),
  robustness: (dataset) => robustness.make({ resamples }, dataset),
  projection: (dataset) => projection.make({ iterations: 10, resamples }, dataset),
  interchangeability: (dataset) => interchangeability.make({ epochs: 1, resamples }, asTrainAndTest(dataset)),
  'linear-probe': (dataset) => linearProbe.make({ epochs: 1, resamples, train: 'train' }, asTrainAndTest(dataset)),
};
const kinds = (count: number) => Array.from({ length: count }, (_, i) => `kind ${i}`);
const itemsOf = (count: number, classes: number): ToyItem[] =>
  toyItems(count).map((item, i) => ({ ...item, kind: `kind ${i % classes}` }));
const onePoint = givenModel(
  () => [0.6, 0.8],
  () => [0.6, 0.8],
);
/** Images and captions of one example on one point, others elsewhere. */
const sameModalities = (items: readonly ToyItem[]): DualEncoder => {
  const numberOf = new Map(items.map(({ captions }, i) => [captions[0]!, i]));
  const turn = (number: number) => [Math.cos(number), Math.sin(number)];
  return givenModel(turn, (text) => turn(numberOf.get(text) ?? 0.5));
};

/** Every score is finite and has an interval of finite ends or none; what is undefined has a reason and no score. */
function expectHonest({ scores, intervals = {}, undefinedScores = {}, details }: Evaluation): void {
  for (const value of Object.values(scores)) expect(Number.isFinite(value)).toBe(true);
  for (const [key, ends] of Object.entries(intervals))
    expect([key in scores, ...ends.map(Number.isFinite)]).toEqual([true, true, true]);
  for (const [key, reason] of Object.entries(undefinedScores))
    expect([key in scores, reason.length > 3]).toEqual([false, true]);
  expect(JSON.parse(JSON.stringify(details ?? null))).toEqual(details ?? null);
  expect(JSON.stringify(details ?? null)).not.toMatch(/:null|,null/);
}

const sizes = [1, 2, 3, 4, 9, 19, 20];
describe.each(Object.entries(all))('%s', (name, make) => {
  it.each(sizes)('is honest on %i examples of one point', async (count) => {
    const evaluation = await make(toyDataset(itemsOf(count, Math.min(count, 6)), kinds(6))).evaluate(onePoint);
    expectHonest(evaluation);
    for (const [key, value] of Object.entries(evaluation.scores)) {
      if (/R@\d+$|top-\d+$|recall$/.test(key) && !name.startsWith('linear') && !key.includes('closing'))
        expect([key, value]).toEqual([key, 0]);
    }
  });

  it.each(sizes)('is honest on %i examples with equal modalities', async (count) => {
    const items = itemsOf(count, 2);
    expectHonest(await make(toyDataset(items, kinds(2))).evaluate(sameModalities(items)));
  });

  it.each(sizes)('is honest on %i examples of one class', async (count) => {
    const evaluation = await make(toyDataset(itemsOf(count, 1), kinds(1))).evaluate(randomModel());
    expectHonest(evaluation);
    expect(Object.keys(evaluation.scores).filter((key) => /top-|recall/.test(key))).toEqual([]);
  });

  it('is honest where images and texts are opposite points', async () => {
    const opposite = givenModel(
      () => [1, 0],
      () => [-1, 0],
    );
    expectHonest(await make(toyDataset(itemsOf(6, 2), kinds(2))).evaluate(opposite));
  });

  it('refuses NaN', async () => {
    const nan = { rows: 1, columns: 2, values: Float32Array.of(NaN, 1) };
    const broken: DualEncoder = {
      ...onePoint,
      embedImages: async (images) => ({
        ...nan,
        rows: images.length,
        values: new Float32Array(2 * images.length).fill(NaN),
      }),
    };
    await expect(make(toyDataset(itemsOf(4, 2), kinds(2))).evaluate(broken)).rejects.toThrow('NaN');
  });
});

describe('a model that reads little', () => {
  /** It sees texts in lower case and no more than three letters of them. */
  const shortSighted = (model: DualEncoder, letters = 3): DualEncoder => ({
    ...model,
    textKey: (text) => text.toLowerCase().slice(0, letters),
  });
  const turn = (number: number) => [Math.cos(number), Math.sin(number)];
  const angles: DualEncoder = givenModel(turn, (text) => turn('abc'.indexOf(text.toLowerCase()[0]!)));

  it('finds a caption that looks the same to it as right', async () => {
    const items = [['Ape'], ['ape'], ['bee']].map((captions) => ({ captions }));
    const { scores, details } = await retrieval.make({ ks: [1] }, toyDataset(items)).evaluate(
      shortSighted(
        givenModel(
          (n) => turn([0, 0, 1][n]!),
          (text) => turn('ab'.indexOf(text.toLowerCase()[0]!)),
        ),
      ),
    );
    expect(scores['retrieval/test/image-to-text/R@1']).toBe(1);
    expect(scores['retrieval/test/text-to-image/R@1']).toBe(1);
    const detail = { texts: 3, differentTexts: 2, alikeToTheModel: 1, chance: { 'R@1': expect.closeTo(5 / 9, 9) } };
    expect(details).toMatchObject({ 'test/image-to-text': detail });
  });

  it('has no recall where all captions look the same, and says so', async () => {
    const items = toyItems(9).map(({ captions }) => ({ captions: captions.map((text) => `a ${text}`) }));
    const { scores, undefinedScores } = await retrieval
      .make({}, toyDataset(items))
      .evaluate(shortSighted(randomModel(), 2));
    expect(scores).toEqual({});
    expect(undefinedScores!['retrieval/test/image-to-text/R@1']).toBe('all 9 texts are right for every query');
    expect(undefinedScores!['retrieval/test/text-to-image/median-rank']).toBe('all 9 images are right for every query');
  });

  it('takes classes that look the same as one', async () => {
    const items = ['Ape', 'ape', 'bee', 'cat'].map((kind) => ({ kind, captions: ['a'] }));
    const dataset = toyDataset(items, ['Ape', 'ape', 'bee', 'cat']);
    const classSets = [{ ...dataset.classSets[0]!, templates: ['{}'] }];
    const model = {
      ...angles,
      embedImages: givenModel(
        (n) => turn([0, 0, 1, 2][n]!),
        () => [1, 0],
      ).embedImages,
    };
    const evaluator = zeroShot.make({ ks: [1, 2, 3, 5] }, { ...dataset, classSets });
    const { scores, undefinedScores, details } = await evaluator.evaluate(shortSighted(model));
    expect(scores).toEqual({
      'zero-shot/test/kind/top-1': 1,
      'zero-shot/test/kind/top-2': 1,
      'zero-shot/test/kind/mean-per-class-recall': 1,
    });
    expect(Object.keys(undefinedScores!)).toEqual(['zero-shot/test/kind/top-3', 'zero-shot/test/kind/top-5']);
    expect(details).toMatchObject({ 'test/kind': { alikeToTheModel: [['Ape', 'ape']], chance: 1 / 3 } });
    const blind = await evaluator.evaluate(shortSighted(model, 0));
    expect(blind.scores).toEqual({});
    expect(blind.undefinedScores!['zero-shot/test/kind/top-1']).toMatch("can't tell the 4 classes apart");
  });

  it('leaves out R@k at which no query can miss, and says so', async () => {
    const { scores, undefinedScores } = await retrieval.make({}, toyDataset(toyItems(9))).evaluate(randomModel());
    expect(Object.keys(scores).filter((key) => key.includes('R@10'))).toEqual([]);
    expect(undefinedScores).toEqual({
      'retrieval/test/image-to-text/R@10': 'no query can miss among 9 texts',
      'retrieval/test/text-to-image/R@10': 'no query can miss among 9 images',
    });
  });
});
