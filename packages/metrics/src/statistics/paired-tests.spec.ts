import { cohenDz } from './effect-size';
import { describeSample } from './describe-sample';
import { holm } from './holm';
import { permutationTest } from './permutation-test';
import { wilcoxonTest } from './wilcoxon-test';

const zeros = (n: number) => new Array<number>(n).fill(0);

describe('permutationTest', () => {
  it('counts every sign pattern of few pairs', () => {
    // 1 + 2 + 3 = 6 is reached by (+++) and (---) only: 2 of 8.
    expect(permutationTest([1, 2, 3], zeros(3))).toEqual({ difference: 2, pValue: 0.25, exact: true });
    // |1 + 2 - 3| = 0: all patterns are at least as far.
    expect(permutationTest([1, 2, -3], zeros(3)).pValue).toBe(1);
  });

  it('counts patterns level with the data in spite of rounding', () => {
    expect(permutationTest([0.1, 0.2, 0.3], zeros(3)).pValue).toBe(0.25);
  });

  it('samples patterns of many pairs, the same each time', () => {
    const a = Array.from({ length: 20 }, (_, i) => (i % 4 === 0 ? -1 : 1));
    const test = permutationTest(a, zeros(20));
    expect(test.exact).toBe(false);
    expect(test.pValue).toBeCloseTo(0.0414, 2); // 2 P(Binomial(20, ½) ≥ 15)
    expect(permutationTest(a, zeros(20))).toEqual(test);
  });

  it('refuses unequal counts, no pairs and NaN', () => {
    expect(() => permutationTest([1], [1, 2])).toThrow('equal counts: 1 and 2');
    expect(() => permutationTest([], [])).toThrow('at least one pair');
    expect(() => permutationTest([1, NaN], [1, 2])).toThrow('pair 1');
  });
});

describe('wilcoxonTest', () => {
  it('is exact for few pairs', () => {
    expect(wilcoxonTest([1, 2, 3, 4, 5], zeros(5))).toBeCloseTo(2 / 32, 10);
    expect(wilcoxonTest([-1, 2, 3, 4, 5], zeros(5))).toBeCloseTo(4 / 32, 10); // rank sum 1 or less: 2 of 32, twice
  });

  it('stays exact where differences are equal or zero: no p below 2 / 2^n', () => {
    expect(wilcoxonTest([1, 1, 1, 1, 1], zeros(5))).toBe(2 / 32); // a normal approximation says .037
    expect(wilcoxonTest([0, 1, 1, 1, 1], zeros(5))).toBe(2 / 16);
    expect(wilcoxonTest([3], [1])).toBe(1);
  });

  it('goes on with more pairs than can be counted', () => {
    const a = Array.from({ length: 20 }, (_, i) => (i < 5 ? -i - 1 : i + 1)); // ranks 1 to 5 are negative
    expect(wilcoxonTest(a, zeros(20))).toBeCloseTo(0.0002613067626953125, 12);
  });

  it('finds nothing in equal pairs', () => {
    expect(wilcoxonTest([1, 2], [1, 2])).toBe(1);
  });
});

describe('holm', () => {
  it('multiplies by the tests left and never falls', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((want, i) => expect(adjusted[i]).toBeCloseTo(want, 12));
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

describe('cohenDz', () => {
  it('is the mean difference in standard deviations', () => {
    expect(cohenDz([1, 2, 3], zeros(3))).toBeCloseTo(2, 12);
    expect(cohenDz([1], [0])).toBeUndefined();
    expect(cohenDz([1, 1], [0, 0])).toBeUndefined();
    expect(cohenDz([0.3, 0.2], [0.2, 0.1])).toBeUndefined(); // equal but for rounding
  });
});

describe('describeSample', () => {
  it('gives the t interval of the mean', () => {
    const { mean, sd, interval } = describeSample([1, 2, 3]);
    expect([mean, sd]).toEqual([2, 1]);
    expect(interval![1] - 2).toBeCloseTo(4.302652729911275 / Math.sqrt(3), 9); // t(.975, 2)
  });

  it('has no spread for one value and refuses none', () => {
    expect(describeSample([5])).toEqual({ count: 1, mean: 5 });
    expect(() => describeSample([])).toThrow('no values');
    expect(() => describeSample([1, Infinity])).toThrow('Infinity');
  });
});
