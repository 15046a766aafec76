import { random } from '@alignclip/core';
import { precisionScores } from './average-precision';

const scores = Float64Array.of(0.9, 0.8, 0.8, 0.5, 0.5, 0.5, 0.1, -0.2);

describe('precisionScores', () => {
  it('agrees with average_precision_score of scikit-learn 1.9.1, ties and all', () => {
    expect(precisionScores(scores, [0, 1, 0, 0, 1, 0, 1, 0]).averagePrecision).toBeCloseTo(0.36507936507936506, 12);
    expect(precisionScores(new Float64Array(4), [1, 0, 1, 0])).toEqual({
      averagePrecision: 0.5,
      rPrecision: 0.5,
      first: 0.5,
    });
  });

  it('is as by hand where nothing is tied', () => {
    const found = precisionScores(Float64Array.of(6, 5, 4, 3, 2, 1), [1, 0, 1, 0, 0, 1]);
    expect(found.averagePrecision).toBeCloseTo((1 + 2 / 3 + 3 / 6) / 3, 12);
    expect(found.rPrecision).toBeCloseTo(2 / 3, 12);
    expect(found.first).toBe(1);
  });

  it('leaves an item out', () => {
    const { averagePrecision, first } = precisionScores(Float64Array.of(6, 5, 4), [1, 0, 1], 0);
    expect([averagePrecision, first]).toEqual([0.5, 0]);
    expect(precisionScores(Float64Array.of(6, 5), [1, 0], 0).averagePrecision).toBeNaN();
  });

  it('is the mean over all orders for R-precision and the first item', () => {
    const draw = random('orders');
    const tied = Float64Array.from({ length: 12 }, () => draw.integer(4));
    const relevance = [...tied].map(() => Number(draw.uniform() < 0.4));
    const R = relevance.reduce((sum, value) => sum + value, 0);
    const rounds = 20_000;
    let [shares, firsts] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const order = draw.sample([...tied.keys()], 12).sort((a, b) => tied[b]! - tied[a]!);
      shares += order.slice(0, R).reduce((sum, i) => sum + relevance[i]!, 0) / R;
      firsts += relevance[order[0]!]!;
    }
    const { rPrecision, first } = precisionScores(tied, relevance);
    expect(rPrecision).toBeCloseTo(shares / rounds, 1);
    expect(first).toBeCloseTo(firsts / rounds, 1);
  });

  it('refuses NaN and other lengths', () => {
    expect(() => precisionScores(Float64Array.of(NaN), [1])).toThrow('a score is NaN');
    expect(() => precisionScores(Float64Array.of(1), [])).toThrow('1 scores and 0 relevances');
  });
});
