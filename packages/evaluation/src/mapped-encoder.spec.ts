import { type DualEncoder, type EmbeddingMap, type FitRows, type Matrix } from '@alignclip/core';
import { innerProduct, meanRow } from '@alignclip/metrics';
import { mappedEncoder } from './mapped-encoder';
import { retrieval } from './retrieval';
import { numberedImage, perfectModel, toyDataset, toyItems } from './testing';

const items = toyItems(40);
const dataset = toyDataset(items, undefined, { train: (i) => i < 24, test: (i) => i >= 24 });
const model = perfectModel(items);

/** Multiplies rows; keeps what it was fitted on. */
function scaling(name: string, factor: number, given: Partial<EmbeddingMap> = {}) {
  const seen: FitRows[] = [];
  const apply = (rows: Matrix) => ({ ...rows, values: rows.values.map((value) => value * factor) });
  const map: EmbeddingMap = {
    name,
    kind: 'rows',
    ...given,
    fit: (rows) => {
      seen.push(rows);
      return { kind: 'rows', apply };
    },
  };
  return { map, seen };
}
const taking: EmbeddingMap = {
  name: 'taking',
  kind: 'scores',
  isTransductive: true,
  fit: () => ({
    kind: 'scores',
    penalties: ({ rows }) => Float64Array.from({ length: rows }, (_, c) => (c === 0 ? 9 : 0)),
  }),
};
const lengthOf = (rows: Matrix, i: number) => Math.sqrt(innerProduct(rows, i, rows, i));

describe('mappedEncoder', () => {
  it('is the model itself without maps', async () => {
    const { model: same, fits } = await mappedEncoder([], model, dataset);
    expect([same.similarity, fits]).toEqual([undefined, []]);
    expect(await same.embedTexts(['cat number 0'])).toEqual(await model.embedTexts(['cat number 0']));
  });

  it('keeps what a map says of its fit', async () => {
    const { map } = scaling('idle', 1);
    const idle: EmbeddingMap = {
      ...map,
      fit: () => ({ kind: 'rows', apply: (own) => own, note: 'changes nothing' }),
    };
    const { fits } = await mappedEncoder([idle, map], model, dataset);
    expect(fits.map(({ note }) => note)).toEqual(['changes nothing', undefined]);
  });

  it('fits each map on what those before it made of the fit split, and says how', async () => {
    const [first, second] = [
      scaling('first', 2, { leavesLengths: true }),
      scaling('second', 3, { fitExamples: 5, fitOn: 'test' }),
    ];
    const { model: mapped, fits } = await mappedEncoder([first.map, second.map], model, dataset);
    expect([first.seen[0]!.image.rows, second.seen[0]!.text.rows]).toEqual([24, 5]);
    expect([lengthOf(first.seen[0]!.text, 3), lengthOf(second.seen[0]!.image, 3)].map(Math.round)).toEqual([1, 2]);
    expect(fits).toEqual([
      { type: 'first', fitOn: 'train', examples: 24, transductive: false },
      { type: 'second', fitOn: 'test', examples: 5, transductive: false },
    ]);
    expect(lengthOf(await mapped.embedImages([numberedImage(30)]), 0)).toBeCloseTo(6, 4);
    expect(mapped.similarity!.rows).toBe('own');
    expect(mapped.logitScale).toBe(100);
  });

  it('takes the penalties of score maps off every candidate', async () => {
    const { model: mapped } = await mappedEncoder([taking], model, dataset);
    const found = retrieval.make({ resamples: 0, ks: [1] }, dataset);
    const { scores } = await found.evaluate(mapped);
    expect((await found.evaluate(model)).scores['retrieval/test/text-to-image/R@1']).toBe(1);
    expect(scores['retrieval/test/text-to-image/R@1']).toBe(15 / 16);
  });

  it.each<[string, readonly EmbeddingMap[], DualEncoder, string]>([
    [
      'a map of rows after one of scores',
      [taking, scaling('late', 1).map],
      model,
      'maps: "late" changes rows, so it stands before "taking", which changes scores',
    ],
    [
      'an unknown split',
      [scaling('one', 1, { fitOn: 'trian' }).map],
      model,
      'split of toy, which map "one" is fitted on: "trian"',
    ],
    [
      'a model whose rows have lengths that count',
      [taking],
      { ...model, similarity: { rows: 'own', scorer: () => (_, __, into) => into } },
      'map "taking": it takes unit rows, and the rows of this model have lengths that count',
    ],
    [
      'NaN',
      [taking],
      {
        ...model,
        embedImages: async (all) => ({
          ...(await model.embedImages(all)),
          values: new Float32Array(64 * all.length).fill(NaN),
        }),
      },
      'NaN',
    ],
  ])('refuses %s', async (_, maps, of, message) => {
    await expect(mappedEncoder(maps, of, dataset)).rejects.toThrow(message);
  });

  it('moves nothing of its fit rows into the model', async () => {
    const { map, seen } = scaling('one', 1);
    const { model: mapped } = await mappedEncoder([map], model, dataset);
    const before = meanRow(seen[0]!.image);
    await mapped.embedTexts(['cat number 1', 'dog number 2']);
    expect(meanRow(seen[0]!.image)).toEqual(before);
  });
});
