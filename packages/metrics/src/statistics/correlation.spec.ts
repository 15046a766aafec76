import { averageRanks, pearson, spearman, weightedCorrelations } from './correlation';

describe('averageRanks', () => {
  it('gives equal values the mean of their ranks', () => {
    expect([...averageRanks([10, 20, 10, 5])]).toEqual([2.5, 4, 2.5, 1]);
    expect([...averageRanks([])]).toEqual([]);
  });
});

describe('pearson', () => {
  it('equals the value by hand', () => {
    expect(pearson([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12);
    expect(pearson([1, 2, 3], [-2, -4, -6])).toBeCloseTo(-1, 12);
  });

  it('is 0 where one side is constant, and refuses unequal lengths and single values', () => {
    expect(pearson([1, 1, 1], [1, 2, 3])).toBe(0);
    expect(() => pearson([1, 2], [1])).toThrow('equal lengths');
    expect(() => pearson([1], [1])).toThrow('at least 2');
  });
});

describe('a constant side', () => {
  it.each([0.1, 0.3, 1 / 3, 1e-170])('is seen in twelve times %d, whose mean is rounded', (value) => {
    const same = new Array<number>(12).fill(value);
    const other = same.map((_, i) => i);
    expect([pearson(same, same), pearson(same, other), spearman(other, same)]).toEqual([0, 0, 0]);
    const weights = new Float64Array(12).fill(1);
    expect(weightedCorrelations(same, other).pearson(weights)).toBeNaN();
    expect(weightedCorrelations(same, same).spearman(weights)).toBeNaN();
  });

  it('is told from two values, however close or small', () => {
    const tiny = Array.from({ length: 12 }, (_, i) => (i % 2) * 1e-100);
    expect(pearson(tiny, tiny)).toBeCloseTo(1, 12);
    expect(Math.abs(pearson([1, 2, 4], [3, 6, 12]))).toBeLessThanOrEqual(1);
  });

  it('does not hide NaN', () => {
    expect(pearson([1, NaN, 2], [1, 2, 3])).toBeNaN();
    expect(() => spearman([1, NaN, 2], [1, 2, 3])).toThrow('value 1 is NaN');
  });
});

describe('spearman', () => {
  it('sees order only', () => {
    expect(spearman([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12);
  });

  it('shares ranks between ties', () => {
    // ranks 1.5 1.5 3 against 1 2 3: covariance 1.5, variances 1.5 and 2
    expect(spearman([7, 7, 9], [1, 2, 3])).toBeCloseTo(1.5 / Math.sqrt(3), 12);
  });
});

describe('weightedCorrelations', () => {
  const x = [3, 1, 4, 1, 5, 9];
  const y = [2, 7, 1, 8, 2, 8];

  it('equals the correlations of the sample written out', () => {
    const weights = Float64Array.of(2, 0, 1, 3, 1, 1);
    const written = (values: number[]) => values.flatMap((value, i) => new Array<number>(weights[i]!).fill(value));
    const { pearson: r, spearman: rho } = weightedCorrelations(x, y);
    expect(r(weights)).toBeCloseTo(pearson(written(x), written(y)), 12);
    expect(rho(weights)).toBeCloseTo(spearman(written(x), written(y)), 12);
  });

  it('is undefined where a sample is constant', () => {
    expect(weightedCorrelations(x, y).spearman(Float64Array.of(0, 1, 0, 1, 0, 0))).toBeNaN();
  });
});
