import { mixedRetrieval } from './mixed-retrieval';
import { describeEvaluator, givenModel, randomModel, toyDataset, toyItems } from './testing';

const key = (name: string) => `mixed-retrieval/test/${name}`;

describeEvaluator(mixedRetrieval, {
  options: { draws: 2 },
  perfect: {
    [key('NDCG@10')]: 1,
    [key('r-0/NDCG@10')]: 1,
    [key('r-0.5/NDCG@10')]: 1,
    [key('dip')]: 0,
    [key('fused/NDCG@10')]: 1,
    [key('thirds/NDCG@10')]: 1,
  },
  chance: {
    [key('NDCG@10')]: [0.01, 0.1], // .038 of 120 documents
    [key('ranking-bias')]: [-0.05, 0.05],
  },
});

describe('mixed-retrieval', () => {
  const items = toyItems(40);
  const numberOf = (text: string) => Number(text.split(' ')[2]);
  const point = (number: number) => [Math.cos(number), Math.sin(number)];
  /** Images and texts on two circles that a gap keeps apart. */
  const apart = (gap: number, blur = 0) =>
    givenModel(
      (number) => [...point(number), -gap],
      (text) => [...point(numberOf(text) + (text.endsWith('again') ? blur : 0)), gap],
    );

  it('finds that a gap puts all texts first, and pays for it in mixed corpora only', async () => {
    const { scores, details } = await mixedRetrieval
      .make({ shares: [0, 0.5, 1] }, toyDataset(items))
      .evaluate(apart(3));
    expect(scores[key('r-0/NDCG@10')]).toBeCloseTo(1, 6);
    expect(scores[key('r-1/NDCG@10')]).toBeCloseTo(1, 6);
    expect(scores[key('r-0.5/NDCG@10')]).toBeLessThan(0.7);
    expect(scores[key('dip')]).toBeCloseTo(1 - scores[key('r-0.5/NDCG@10')]!, 6);
    expect(scores[key('ranking-bias')]).toBeCloseTo(0.5, 6);
    expect(details).toMatchObject({ test: { documents: 40, queries: 40, dipAt: 0.5, curve: { shares: [0, 0.5, 1] } } });
  });

  it('has no dip and no bias without a gap', async () => {
    const { scores } = await mixedRetrieval.make({}, toyDataset(items)).evaluate(apart(0));
    expect(scores[key('NDCG@10')]).toBeCloseTo(1, 6);
    expect(Math.abs(scores[key('ranking-bias')]!)).toBeLessThan(0.1);
  });

  it('keeps queries with what they find, and whether that is shown as text or image', async () => {
    const { details } = await mixedRetrieval.make({ examples: 2, draws: 1 }, toyDataset(items)).evaluate(apart(3));
    const { examples } = (details as Record<string, { examples: { id: string; found: { shown: string }[] }[] }>)[
      'test'
    ]!;
    expect(examples.map(({ id }) => id)).toEqual(['item-0', 'item-20']);
    expect(examples[0]!.found.map(({ shown }) => shown)).toEqual(['text', 'text', 'text', 'text', 'text']);
  });

  it('sweeps the weight of the text in fused documents', async () => {
    const { details } = await mixedRetrieval.make({}, toyDataset(items)).evaluate(apart(0, 1.5));
    const { fusion } = (details as Record<string, { fusion: { alphas: number[]; 'R@1': number[] } }>)['test']!;
    expect(fusion.alphas).toHaveLength(21);
    expect([fusion['R@1'][0], fusion['R@1'][20]]).toEqual([1, 0]); // images are exact, texts are turned
  });

  it('counts a document that has the query among its captions as right, unless captions are listed', async () => {
    const twins = [...items, { kind: 'cat', captions: ['cat number 0', 'cat number 0 again'] }];
    const evaluate = async (duplicates: 'right' | 'listed') => {
      const { scores } = await mixedRetrieval
        .make({ shares: [0, 1], k: 1 }, { ...toyDataset(twins), duplicates })
        .evaluate(
          givenModel(
            (number) => point(number % 40),
            (text) => point(numberOf(text)),
          ),
        );
      return scores[key('r-1/NDCG@1')]!;
    };
    expect(await evaluate('right')).toBeCloseTo(1, 6);
    expect(await evaluate('listed')).toBeCloseTo(40 / 41, 2); // a tie of two
  });

  it('takes prompts of classes for queries where asked to', async () => {
    const byKind = givenModel(
      (number) => point(number % 4),
      (text) => point(['cat', 'dog', 'emu', 'fox'].findIndex((kind) => text.includes(kind))),
    );
    const one = items.map(({ kind, captions }) => ({ kind: kind!, captions: captions.slice(0, 1) }));
    const options = { queries: 'classes' as const };
    const { scores } = await mixedRetrieval.make(options, toyDataset(one)).evaluate(byKind);
    expect(scores['mixed-retrieval/test/kind/NDCG@10']).toBeCloseTo(1, 6);
    const { undefinedScores } = await mixedRetrieval.make({}, toyDataset(one)).evaluate(byKind);
    expect(undefinedScores![key('NDCG@10')]).toMatch("queries: 'classes'");
  });

  it('has no fused documents where a model has a similarity of its own, or text and image cancel out', async () => {
    const model = randomModel();
    const similarity = {
      rows: 'unit' as const,
      scorer: () => (_: unknown, query: number, into: Float64Array) =>
        into.map((__, i) => (into[i] = -Math.abs(i - query))),
    };
    const own = await mixedRetrieval.make({}, toyDataset(items)).evaluate({ ...model, similarity });
    expect(own.scores[key('NDCG@10')]).toBe(1);
    expect(own.undefinedScores![key('fused/NDCG@10')]).toMatch('no fused documents');
    const opposite = givenModel(
      (number) => point(number),
      (text) => point(numberOf(text) + Math.PI),
    );
    const { undefinedScores } = await mixedRetrieval.make({}, toyDataset(items)).evaluate(opposite);
    expect(undefinedScores![key('thirds/NDCG@10')]).toMatch('cancel out');
  });

  it('refuses shares that fall and a data set without classes where classes are to ask', () => {
    expect(() => mixedRetrieval.make({ shares: [0.5, 0] }, toyDataset(items))).toThrow('must rise');
    const bare = { ...toyDataset(items), classSets: [] };
    expect(() => mixedRetrieval.make({ queries: 'classes' }, bare)).toThrow('has no class sets');
    expect(() => mixedRetrieval.make({}, bare)).not.toThrow();
  });
});
