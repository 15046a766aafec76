import { random } from '@alignclip/core';
import { matrixFromRows, unitRows } from '../matrix/rows';
import { meanRank, medianRank, rankScores, recallAt } from './rank-scores';
import { relevanceOf, retrievalRanks, reverseRelevance } from './retrieval-ranks';

describe('retrievalRanks', () => {
  it('equals sorting every row, with several captions per image', () => {
    const stream = random('retrieval-spec');
    const points = (rows: number) =>
      unitRows({ rows, columns: 5, values: Float32Array.from({ length: rows * 5 }, () => stream.normal()) });
    const [image, text] = [points(7), points(21)];
    const owner = Array.from({ length: 21 }, (_, t) => t % 7);
    const cosine = (i: number, t: number) =>
      [0, 1, 2, 3, 4].reduce((sum, k) => sum + image.values[i * 5 + k]! * text.values[t * 5 + k]!, 0);
    const sortedPlace = (items: number, score: (item: number) => number, right: (item: number) => boolean) =>
      [...Array(items).keys()].sort((a, b) => score(b) - score(a)).findIndex(right) + 1;
    const { imageToText, textToImage } = retrievalRanks(image, text, relevanceOf(owner, 7));
    const isPair = (i: number, t: number) => owner[t] === i;
    for (let i = 0; i < 7; i += 1) {
      const place = sortedPlace(
        21,
        (t) => cosine(i, t),
        (t) => isPair(i, t),
      );
      expect(imageToText[i]).toBe(place);
    }
    for (let t = 0; t < 21; t += 1) {
      const place = sortedPlace(
        7,
        (i) => cosine(i, t),
        (i) => isPair(i, t),
      );
      expect(textToImage[t]).toBe(place);
    }
  });

  it('retrieves nothing where all embeddings are alike', () => {
    const same = matrixFromRows(Array.from({ length: 9 }, () => [1, 0]));
    const pairs = Array.from({ length: 9 }, (_, i) => [i]);
    const { imageToText } = retrievalRanks(same, same, pairs);
    expect([...imageToText]).toEqual(new Array(9).fill(5)); // the middle of nine
  });

  it.each([9, 19, 20])('has no hit among %i items that are alike at any k below it', (n) => {
    const same = matrixFromRows(Array.from({ length: n }, () => [0.6, 0.8]));
    const { last, ...ranks } = retrievalRanks(
      same,
      same,
      Array.from({ length: n }, (_, i) => [i]),
    );
    const unit = Array.from({ length: n }, (_, i) => i);
    const scores = rankScores(ranks.imageToText, unit, [1, 5, n - 1], last.imageToText)(new Float64Array(n).fill(1));
    expect(scores).toEqual({
      'R@1': 0,
      'R@5': 0,
      [`R@${n - 1}`]: 0,
      'mean-rank': (n + 1) / 2,
      'median-rank': Math.floor((n + 1) / 2),
    });
    expect(recallAt(last.textToImage, n - 1)).toBe(0);
  });

  it('has a hit at k where all tied items fit, right ones of one query not counting against each other', () => {
    const text = matrixFromRows([
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
    const both = matrixFromRows([
      [1, 0],
      [0, 1],
    ]);
    const { last, imageToText } = retrievalRanks(both, text, [[0, 1, 3], [2]]);
    expect([imageToText[0], last.imageToText[0]]).toEqual([1.5, 2]);
    expect([imageToText[1], last.imageToText[1]]).toEqual([3, 4]); // below [0, 1], level with two
  });

  it('refuses queries without a relevant item, items out of range and unequal widths', () => {
    const two = matrixFromRows([
      [1, 0],
      [0, 1],
    ]);
    expect(() => retrievalRanks(two, two, [[0], []])).toThrow('image 1 has no relevant item');
    expect(() => retrievalRanks(two, two, [[0], [0]])).toThrow('text 1 has no relevant item');
    expect(() => retrievalRanks(two, two, [[0], [2]])).toThrow('relevant item 2 is not in 0 to 1');
    expect(() => retrievalRanks(two, matrixFromRows([[1]]), [[0], [0]])).toThrow('2 wide, text embeddings 1');
  });
});

describe('reverseRelevance', () => {
  it('turns images to texts into texts to images', () => {
    const textsOfImage = [
      [0, 2],
      [1, 2],
    ];
    expect(reverseRelevance(textsOfImage, 3)).toEqual([[0], [1], [0, 1]]);
  });
});

describe('recallAt, meanRank and medianRank', () => {
  const ranks = [1, 2, 1.5, 10];
  it('count from 1; a tie for the first place is not a hit', () => {
    expect(recallAt(ranks, 1)).toBe(0.25);
    expect(recallAt(ranks, 2)).toBe(0.75);
    expect(meanRank(ranks)).toBeCloseTo(3.625, 12);
    expect(medianRank([1, 2, 5, 10])).toBe(3); // floor(2.5 counted from 0) + 1
    expect(() => recallAt(ranks, 0)).toThrow('k = 0');
    expect(() => medianRank([])).toThrow('no queries');
  });
});

describe('rankScores', () => {
  const ranks = [3, 1, 4, 1, 5];
  const scores = rankScores(ranks, [0, 0, 1, 2, 2], [1, 3]);

  it('equals the plain scores where every unit occurs once', () => {
    expect(scores(Float64Array.of(1, 1, 1))).toEqual({
      'R@1': recallAt(ranks, 1),
      'R@3': recallAt(ranks, 3),
      'mean-rank': meanRank(ranks),
      'median-rank': medianRank(ranks),
    });
  });

  it('equals the plain scores of a sample that is written out', () => {
    const written = [3, 1, 3, 1, 4];
    expect(scores(Float64Array.of(2, 1, 0))).toEqual({
      'R@1': recallAt(written, 1),
      'R@3': recallAt(written, 3),
      'mean-rank': meanRank(written),
      'median-rank': medianRank(written),
    });
  });
});
