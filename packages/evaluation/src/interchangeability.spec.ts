import { interchangeability } from './interchangeability';
import { describeEvaluator, givenModel, toyDataset, toyItems, type ToyItem } from './testing';

const key = (name: string) => `interchangeability/test/kind/${name}`;
const kinds = ['cat', 'dog', 'emu', 'fox'];
const splits = { train: (i: number) => i % 3 > 0, test: (i: number) => i % 3 === 0 };
const dataset = (items: readonly ToyItem[]) => toyDataset(items, kinds, splits);

describeEvaluator(interchangeability, {
  dataset,
  options: { epochs: 100, batchSize: 20 },
  perfect: {
    [key('image-to-image/top-1')]: 1,
    [key('text-to-image/top-1')]: 1,
    [key('text-to-image/share')]: 1,
    [key('image-to-text/share')]: 1,
  },
  chance: { [key('text-to-image/top-1')]: [0, 0.5] },
});

describe('interchangeability', () => {
  const items = toyItems(48);
  const options = { epochs: 100, batchSize: 8 };
  const axis = (at: number) => [0, 1, 2, 3].map((i) => Number(i === at));
  const kindOf = (text: string) => kinds.indexOf(text.split(' ')[0]!);

  it('is 0 where each modality is clear and the other one is turned', async () => {
    const turned = givenModel(
      (number) => axis(number % 4),
      (text) => axis((kindOf(text) + 1) % 4),
    );
    const { scores } = await interchangeability.make(options, dataset(items)).evaluate(turned);
    expect(scores).toEqual({
      [key('image-to-image/top-1')]: 1,
      [key('image-to-text/top-1')]: 0,
      [key('text-to-image/top-1')]: 0,
      [key('text-to-text/top-1')]: 1,
      [key('image-to-text/share')]: 0,
      [key('text-to-image/share')]: 0,
    });
  });

  it('divides by the classifier that is fitted where it is applied, and has no share of nothing', async () => {
    const late = givenModel(
      (number) => axis(number % 4),
      (text) => axis(splits.test(Number(text.split(' ')[2])) ? (kindOf(text) + 1) % 4 : kindOf(text)),
    );
    const { scores, undefinedScores } = await interchangeability.make(options, dataset(items)).evaluate(late);
    expect(scores[key('text-to-text/top-1')]).toBe(0);
    expect(scores[key('text-to-image/share')]).toBe(1);
    expect(undefinedScores![key('image-to-text/share')]).toMatch('never right');
  });

  it('shows the classes that captions teach an image', async () => {
    const turned = givenModel(
      (number) => axis(number % 4),
      (text) => axis((kindOf(text) + 1) % 4),
    );
    const { details } = await interchangeability.make(options, dataset(items)).evaluate(turned);
    type Shown = { id: string; rank: number; found: { id: string; right: boolean }[] };
    const { guessed } = (details as Record<string, { guessed: Record<string, Shown[]> }>)['test/kind']!;
    expect(guessed['text-to-image']!.map(({ id }) => id).slice(0, 2)).toEqual(['item-0', 'item-3']);
    // Captions of foxes are where images of cats are.
    expect(guessed['text-to-image']![0]!.found[0]).toMatchObject({ id: 'fox', right: false });
    expect(guessed['image-to-text']![0]!.found[0]).toMatchObject({ id: 'dog', right: false });
  });

  it('counts test examples of classes that training has not shown', async () => {
    const shown = items.map((item, i) => (splits.train(i) && item.kind === 'fox' ? { ...item, kind: 'cat' } : item));
    const model = givenModel(
      (number) => axis(number % 4),
      (text) => axis(kindOf(text)),
    );
    const { details } = await interchangeability.make(options, dataset(shown)).evaluate(model);
    expect(details).toMatchObject({ 'test/kind': { examples: 16, trainingExamples: 32, unknown: 4 } });
  });

  it('is undefined where training has not shown any class of the test examples', async () => {
    const other = items.map((item, i) => ({ ...item, kind: splits.train(i) ? kinds[i % 2]! : kinds[2 + (i % 2)]! }));
    const model = givenModel(
      (number) => axis(number % 4),
      (text) => axis(kindOf(text)),
    );
    const { scores, undefinedScores } = await interchangeability.make(options, dataset(other)).evaluate(model);
    expect(scores).toEqual({});
    expect(undefinedScores![key('image-to-text/top-1')]).toBe('training shows no class of the test examples');
  });

  it('refuses to test on the training split, and a data set without classes', () => {
    expect(() => interchangeability.make({ splits: ['train'] }, dataset(items))).toThrow('must not hold the train');
    expect(() => interchangeability.make({}, { ...dataset(items), classSets: [] })).toThrow('has no class sets');
  });
});
