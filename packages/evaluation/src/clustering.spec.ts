import { clustering } from './clustering';
import { describeEvaluator, givenModel, toyDataset, toyItems } from './testing';

describeEvaluator(clustering, {
  perfect: {
    'clustering/test/kind/v-measure': 1,
    'clustering/test/kind/ari': 1,
    'clustering/test/kind/nmi': 1,
    'clustering/test/kind/modality-nmi': 0,
  },
  chance: {
    'clustering/test/kind/v-measure': [0, 0.1],
    'clustering/test/kind/ari': [-0.05, 0.1],
    'clustering/test/kind/modality-nmi': [0, 0.1],
  },
});

describe('clustering', () => {
  const items = toyItems(40);
  const axis = (at: number, size = 6) => Array.from({ length: size }, (_, i) => Number(i === at));
  const kindOf = (text: string) => ['cat', 'dog', 'emu', 'fox'].indexOf(text.split(' ')[0]!);
  const key = (name: string) => `clustering/test/kind/${name}`;

  it('finds the modality where the gap is wider than the classes', async () => {
    const apart = (modality: number, kind: number) =>
      axis(kind).map((value, i) => 0.1 * value + Number(i === modality));
    const model = givenModel(
      (number) => apart(4, number % 4),
      (text) => apart(5, kindOf(text)),
    );
    const two = toyDataset(
      items.map((item) => ({ ...item, kind: ['cat', 'dog'].includes(item.kind!) ? 'cat' : 'dog' })),
      ['cat', 'dog'],
    );
    const { scores, details } = await clustering.make({}, two).evaluate(model);
    expect(scores[key('modality-nmi')]).toBeCloseTo(1, 6);
    expect(scores[key('v-measure')]).toBeCloseTo(0, 6);
    expect(details).toMatchObject({ 'test/kind': { examples: 40, clusters: 2 } });
  });

  it('takes as many clusters as classes occur, and says so', async () => {
    const dataset = toyDataset(items, ['cat', 'dog', 'emu', 'fox', 'gnu']);
    const model = givenModel(
      (number) => axis(number % 4),
      (text) => axis(kindOf(text)),
    );
    const { scores, details } = await clustering.make({ starts: 3 }, dataset).evaluate(model);
    expect(scores[key('v-measure')]).toBeGreaterThan(0.8);
    expect(details).toMatchObject({ 'test/kind': { clusters: 4, starts: [{}, {}, {}] } });
    const { starts } = (details as Record<string, { starts: Record<string, number>[] }>)['test/kind']!;
    expect(scores[key('v-measure')]).toBeCloseTo(starts.reduce((sum, start) => sum + start['v-measure']!, 0) / 3, 12);
  });

  it('shows rows of one cluster, and a rank where one of the class is among them', async () => {
    const model = givenModel(
      (number) => axis(number % 4),
      (text) => axis(kindOf(text)),
    );
    const { details } = await clustering.make({ starts: 1, seed: 1 }, toyDataset(items)).evaluate(model);
    type Shown = { caption: string; rank?: number; found: { caption: string; right: boolean; shown: string }[] };
    const { nearest } = (details as Record<string, { nearest: Record<'image' | 'text', Shown[]> }>)['test/kind']!;
    expect(nearest.image).toHaveLength(12);
    for (const { caption, rank, found } of [...nearest.image, ...nearest.text]) {
      expect(rank).toBe(1);
      expect(found.map(({ right }) => right)).toEqual([true, true, true, true, true]);
      expect(found.every((one) => kindOf(one.caption) === kindOf(caption))).toBe(true);
    }
  });

  it('depends on its seed only', async () => {
    const model = givenModel(
      (number) => axis(number % 5),
      (text) => axis(text.length % 5),
    );
    const run = (seed: number) => clustering.make({ seed, resamples: 0 }, toyDataset(items)).evaluate(model);
    expect(await run(3)).toEqual(await run(3));
  });

  it('is undefined where classes are as good as examples', async () => {
    const alone = toyDataset(toyItems(4));
    const { scores, undefinedScores } = await clustering.make({}, alone).evaluate(
      givenModel(
        (number) => axis(number),
        (text) => axis(kindOf(text)),
      ),
    );
    expect(scores).toEqual({});
    expect(undefinedScores![key('ari')]).toBe('4 classes of 4 examples: fewer than two each');
  });

  it('refuses a data set without classes, an unknown class set and an unknown split', () => {
    const bare = { ...toyDataset(items), classSets: [] };
    expect(() => clustering.make({}, bare)).toThrow(/has no class sets.*mixed-retrieval, robustness/);
    expect(() => clustering.make({ classSets: ['kinds'] }, toyDataset(items))).toThrow('did you mean "kind"?');
    expect(() => clustering.make({ splits: ['tset'] }, toyDataset(items))).toThrow('did you mean "test"?');
  });
});
