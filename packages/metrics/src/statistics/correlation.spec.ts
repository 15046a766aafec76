import { pearson, spearman } from './correlation';
import { averageRanks } from './ranks';

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

describe('spearman', () => {
  it('sees order only', () => {
    expect(spearman([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12);
  });

  it('shares ranks between ties', () => {
    // ranks 1.5 1.5 3 against 1 2 3: covariance 1.5, variances 1.5 and 2
    expect(spearman([7, 7, 9], [1, 2, 3])).toBeCloseTo(1.5 / Math.sqrt(3), 12);
  });
});
