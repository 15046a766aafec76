import { type Matrix, random, type Similarity } from '@alignclip/core';
import { innerProduct, innerProducts } from '../matrix/inner-products';
import { matrixFromRows, unitRows } from '../matrix/rows';
import { zeroShotLogits, zeroShotWeights } from '../classification/zero-shot';
import { relevanceOf, retrievalRanks } from './retrieval-ranks';
import { scorerOf } from './scorer';

const rows = (seed: number, count: number): Matrix => {
  const stream = random('scorer', seed);
  return unitRows(matrixFromRows(Array.from({ length: count }, () => [1, 2, 3, 4].map(() => stream.normal()))));
};

/** The inner product less what `penalty` says of each candidate. */
const less = (penalty: (candidate: number) => number): Similarity => ({
  rows: 'unit',
  scorer: (candidates) => (queries, query, into) => {
    for (let c = 0; c < candidates.rows; c += 1) into[c] = innerProduct(queries, query, candidates, c) - penalty(c);
    return into;
  },
});

const [image, text] = [rows(1, 12), rows(2, 24)];
const right = relevanceOf(
  Array.from({ length: 24 }, (_, t) => Math.floor(t / 2)),
  12,
);

describe('scores of a model of its own', () => {
  it('ranks as without them where they are the inner product', () => {
    expect(
      retrievalRanks(
        image,
        text,
        right,
        less(() => 0),
      ),
    ).toEqual(retrievalRanks(image, text, right));
    expect(
      zeroShotLogits(
        image,
        text,
        1,
        less(() => 0),
      ),
    ).toEqual(zeroShotLogits(image, text));
  });

  it('ranks a candidate last that every query is told not to find, in its own direction only', () => {
    const similarity = less((candidate) => (candidate === 0 ? 10 : 0));
    const ranks = retrievalRanks(image, text, right, similarity);
    const before = retrievalRanks(image, text, right);
    expect([ranks.textToImage[0], ranks.textToImage[1]]).toEqual([12, 12]);
    expect(ranks.imageToText[5]).toBeLessThanOrEqual(before.imageToText[5]!);
    expect(ranks.imageToText[0]).not.toBe(24);
  });

  it('counts a tie as half above, and as all above in the last ranks', () => {
    const flat: Similarity = { rows: 'own', scorer: () => (_, __, into) => into.fill(0) };
    const { imageToText, textToImage, last } = retrievalRanks(image, text, right, flat);
    expect([imageToText[0], last.imageToText[0]]).toEqual([1 + 22 / 2, 23]);
    expect([textToImage[0], last.textToImage[0]]).toEqual([1 + 11 / 2, 12]);
  });

  it('refuses NaN, and a query without a relevant item', () => {
    const bad: Similarity = { rows: 'unit', scorer: () => (_, __, into) => into.fill(NaN, 3, 4) };
    expect(() => retrievalRanks(image, text, right, bad)).toThrow('query 0: its score for text 3 is NaN');
    expect(() => zeroShotLogits(image, text, 1, bad)).toThrow('query 0: its score for text 3 is NaN');
    const none = [[], ...right.slice(1)];
    expect(() =>
      retrievalRanks(
        image,
        text,
        none,
        less(() => 0),
      ),
    ).toThrow('image 0 has no relevant item');
  });

  it('leaves class embeddings as long as they are', () => {
    const prompts = matrixFromRows([
      [0.2, 0.8],
      [0.6, 0.4],
    ]);
    expect([...zeroShotWeights(prompts, 2, 'own').values].map((value) => Number(value.toFixed(6)))).toEqual([0.4, 0.6]);
  });
});

describe('scorerOf without a similarity', () => {
  const made = (rows: number, key: string): Matrix => {
    const draw = random('scorer', key, rows);
    return { rows, columns: 7, values: Float32Array.from({ length: rows * 7 }, () => draw.normal()) };
  };

  it.each([
    ['one after the other', [...Array(150).keys()]],
    ['in any order', [3, 4, 5, 4, 149, 0, 1, 2, 70, 71, 68, 69, 70, 71]],
  ])('has the bits of inner products, asked %s by two sets of queries', (_, order) => {
    const candidates = made(33, 'candidates');
    const score = scorerOf(undefined, candidates, 'text');
    const sets = [made(150, 'a'), made(150, 'b')];
    for (const query of order)
      for (const queries of query % 3 === 0 ? sets : sets.slice(0, 1)) {
        const found = score(queries, query, new Float64Array(33));
        expect(found).toEqual(innerProducts(queries, query, candidates, new Float64Array(33)));
        found.fill(NaN);
      }
  });
});
