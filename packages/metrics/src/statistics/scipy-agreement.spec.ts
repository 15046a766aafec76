import { cohenDz, hedgesFactor, holm, pairedTTest } from './paired-tests';
import { comparePaired } from './paired-comparison';

/** As printed by tools/reference/paired_tests.py with SciPy 1.17.1 and statsmodels 0.15.0. */
const expected = [
  {
    name: 'five seeds',
    treatment: [0.192, 0.231, 0.17, 0.214, 0.153],
    baseline: [0.667, 0.652, 0.671, 0.684, 0.661],
    difference: -0.475,
    interval: [-0.5175892561385874, -0.43241074386141276],
    tTest: 6.480480913084992e-6,
    permutation: 0.0625,
    wilcoxon: 0.0625,
    effectSize: -13.848337647118896,
  },
  {
    name: 'ten seeds',
    treatment: [0.322, 0.301, 0.35, 0.289, 0.331, 0.342, 0.318, 0.309, 0.367, 0.295],
    baseline: [0.286, 0.31, 0.301, 0.277, 0.319, 0.29, 0.326, 0.281, 0.303, 0.292],
    difference: 0.0239,
    interval: [0.0054127944107241685, 0.04238720558927583],
    tTest: 0.01690799920687452,
    permutation: 0.021484375,
    wilcoxon: 0.01953125,
    effectSize: 0.9248033711821019,
  },
  {
    name: 'ties and zeros',
    treatment: [3, 1, 4, 1, 5, 9, 2, 6],
    baseline: [2, 1, 3, 2, 4, 6, 3, 3],
    difference: 0.875,
    interval: [-0.4230458010392135, 2.1730458010392137],
    tTest: 0.1549717044742443,
    permutation: 0.25,
    wilcoxon: 0.25,
    effectSize: 0.5635535401295894,
  },
];

describe('agreement with SciPy', () => {
  it.each(expected)('$name', ({ treatment, baseline, interval, tTest, ...figures }) => {
    const compared = comparePaired(treatment, baseline);
    for (const name of ['difference', 'permutation', 'wilcoxon', 'effectSize'] as const)
      expect(compared[name]).toBeCloseTo(figures[name], 10);
    compared.interval!.forEach((end, i) => expect(end).toBeCloseTo(interval[i]!, 10));
    expect(pairedTTest(treatment, baseline)! / tTest).toBeCloseTo(1, 9);
    expect(cohenDz(treatment, baseline)).toBe(compared.effectSize);
  });

  it('of Holm’s correction', () => {
    const adjusted = holm([0.0625, 0.001, 0.04, 0.012, 0.0125]);
    [0.08, 0.005, 0.08, 0.048, 0.048].forEach((want, i) => expect(adjusted[i]).toBeCloseTo(want, 12));
  });

  it('of Hedges’ factor, to the error of the approximation', () => {
    expect(hedgesFactor(3)).toBeCloseTo(0.5641895835477564, 1);
    expect(hedgesFactor(5)).toBeCloseTo(0.7978845608028653, 2);
    expect(hedgesFactor(10)).toBeCloseTo(0.9138748917925524, 3);
    expect(hedgesFactor(2)).toBeUndefined();
  });
});
