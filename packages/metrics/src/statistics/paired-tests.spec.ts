import { cohenDz, fewestPairs, holm, permutationTest, smallestPairedP, wilcoxonTest } from './paired-tests';

const zeros = (n: number) => new Array<number>(n).fill(0);

describe('permutationTest', () => {
  it('counts every sign pattern of few pairs', () => {
    // 1 + 2 + 3 = 6 is reached by (+++) and (---) only: 2 of 8.
    expect(permutationTest([1, 2, 3], zeros(3))).toEqual({ difference: 2, pValue: 0.25, exact: true });
    // |1 + 2 - 3| = 0: all patterns are at least as far from 0.
    expect(permutationTest([1, 2, -3], zeros(3)).pValue).toBe(1);
  });

  it('counts patterns equal to the data in spite of rounding', () => {
    expect(permutationTest([0.1, 0.2, 0.3], zeros(3)).pValue).toBe(0.25);
  });

  it('samples patterns of many pairs, the same each time', () => {
    const a = Array.from({ length: 20 }, (_, i) => (i % 4 === 0 ? -1 : 1));
    const test = permutationTest(a, zeros(20));
    expect(test.exact).toBe(false);
    expect(test.pValue).toBeCloseTo(0.0414, 2); // 2 P(Binomial(20, ½) ≥ 15)
    permutationTest(
      zeros(30).map((_, i) => i),
      zeros(30),
    ); // draws more flips
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

  it('approximates where there are too many pairs to count', () => {
    const a = Array.from({ length: 20 }, (_, i) => (i < 5 ? -i - 1 : i + 1)); // ranks 1 to 5 are negative
    expect(wilcoxonTest(a, zeros(20))).toBeCloseTo(0.0002613067626953125, 12);
  });

  it('finds nothing in equal pairs', () => {
    expect(wilcoxonTest([1, 2], [1, 2])).toBe(1);
  });
});

describe('holm', () => {
  it('multiplies by the number of remaining tests and is monotone', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((want, i) => expect(adjusted[i]).toBeCloseTo(want, 12));
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

describe('wilcoxonTest beyond 16 pairs', () => {
  it('corrects the normal approximation for continuity, which SciPy leaves out (deviation 50)', () => {
    const differences = Array.from({ length: 17 }, (_, i) => (i % 3 === 0 ? -1 : 1) * (1 + (i % 5)));
    expect(wilcoxonTest(differences, zeros(17))).toBeCloseTo(0.225295, 6);
    const uncorrected = 0.216331; // scipy.stats.wilcoxon(differences, correction=False, method='approx')
    expect(wilcoxonTest(differences, zeros(17))).toBeGreaterThan(uncorrected);
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

describe('smallestPairedP', () => {
  it.each([1, 2, 3, 5, 8])('is what %p pairs that all agree give', (pairs) => {
    const ones = new Array<number>(pairs).fill(1);
    expect(permutationTest(ones, zeros(pairs)).pValue).toBe(smallestPairedP(pairs));
  });
});

describe('fewestPairs', () => {
  it.each([1, 2, 7, 30, 400])('is where %p tests can reach .05, and one pair less can’t', (tests) => {
    const pairs = fewestPairs(tests);
    expect(tests * smallestPairedP(pairs)).toBeLessThanOrEqual(0.05);
    expect(tests * smallestPairedP(pairs - 1)).toBeGreaterThan(0.05);
  });

  it('is six for a single test', () => expect(fewestPairs()).toBe(6));
});
