import { ndcg, retrievedNdcg } from './ndcg';

const scores = Float64Array.of(0.9, 0.8, 0.8, 0.5, 0.5, 0.5, 0.1, -0.2);
const gains = [0, 3, 1, 0, 2, 0, 1, 0];

describe('ndcg', () => {
  // ndcg_score of scikit-learn 1.9.1
  it.each([
    [1, 0],
    [3, 0.4749950106150897],
    [5, 0.5405603444562582],
    [8, 0.6504882841443517],
  ])('agrees with scikit-learn at k = %i, ties and all', (k, expected) => {
    expect(ndcg(scores, gains, k)).toBeCloseTo(expected, 12);
  });

  it('is 1 for the best order, and is undefined without gains', () => {
    expect(ndcg(Float64Array.of(3, 2, 1), [2, 1, 0], 10)).toBe(1);
    expect(ndcg(Float64Array.of(3, 2, 1), [0, 0, 0], 10)).toBeNaN();
  });

  it('gives equal scores what a random order would have', () => {
    const chance = (1 / 4) * (1 + 1 / Math.log2(3));
    expect(ndcg(new Float64Array(4), [0, 0, 1, 0], 2)).toBeCloseTo(chance, 12);
  });

  it('refuses NaN, other lengths and k = 0', () => {
    expect(() => ndcg(Float64Array.of(NaN), [1], 1)).toThrow('a score is NaN');
    expect(() => ndcg(Float64Array.of(1), [1, 2], 1)).toThrow('1 scores and 2 gains');
    expect(() => ndcg(Float64Array.of(1), [1], 0)).toThrow('k = 0');
  });
});

describe('retrievedNdcg', () => {
  it('takes the best order of what was retrieved for ideal, so that a miss costs nothing', () => {
    const found = Float64Array.of(5, 4, 3, 2, 1);
    expect(retrievedNdcg(found, [1, 0, 0, 1, 1], 2)).toBe(1);
    expect(ndcg(found, [1, 0, 0, 1, 1], 2)).toBeCloseTo(1 / (1 + 1 / Math.log2(3)), 12);
    expect(retrievedNdcg(found, [0, 0, 0, 1, 1], 2)).toBe(0);
  });
});
