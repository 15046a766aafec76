import { random } from '@alignclip/core';
import { firstOrder } from '../measures/first-order';
import { agreementInfluence, clusterAgreement } from './cluster-agreement';

/** v_measure_score, homogeneity_score, completeness_score, normalized_mutual_info_score, adjusted_rand_score of scikit-learn 1.9.1. */
const references: readonly [string, number[], number[], number[]][] = [
  [
    'twelve rows',
    [0, 0, 1, 1, 2, 2, 2, 3, 3, 0, 1, 3],
    [0, 0, 1, 1, 1, 2, 2, 3, 0, 0, 1, 3],
    [0.74478700885501, 0.7295739585136225, 0.7606480143071601, 0.74478700885501, 0.5217391304347826],
  ],
  [
    'two of three classes told apart',
    [0, 0, 1, 1, 2, 2],
    [0, 0, 1, 2, 2, 2],
    [0.739667376800759, 0.7103099178571525, 0.7715561736794712, 0.7396673768007592, 0.4444444444444444],
  ],
  ['one class', [5, 5, 5], [1, 2, 3], [0, 1, 0, 0, 0]],
  ['one cluster', [1, 2, 3], [5, 5, 5], [0, 0, 1, 0, 0]],
  ['one of each', [1, 1, 1], [2, 2, 2], [1, 1, 1, 1, 1]],
  ['partitions that cross', [0, 1, 0, 1], [0, 0, 1, 1], [0, 0, 0, 0, -0.5]],
  ['one row', [7], [3], [1, 1, 1, 1, 1]],
];

describe('clusterAgreement', () => {
  it.each(references)('agrees with scikit-learn on %s', (_, classes, clusters, expected) => {
    const { vMeasure, homogeneity, completeness, nmi, ari } = clusterAgreement(classes, clusters);
    [vMeasure, homogeneity, completeness, nmi, ari].forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
  });

  it('does not depend on the names of the clusters', () => {
    const [, classes, clusters] = references[0]!;
    const renamed = clusters.map((cluster) => 40 - 7 * cluster);
    expect(clusterAgreement(classes, renamed)).toEqual(clusterAgreement(classes, clusters));
  });

  it('refuses lists of different lengths and empty ones', () => {
    expect(() => clusterAgreement([1, 2], [1])).toThrow('2 classes and 1 clusters');
    expect(() => clusterAgreement([], [])).toThrow('at least one');
  });
});

describe('agreementInfluence', () => {
  const draw = random('agreement');
  const classes = Array.from({ length: 2000 }, () => draw.integer(5));
  const clusters = classes.map((label) => (draw.uniform() < 0.5 ? label : draw.integer(5)));

  it('is the derivative by the weight of a row', () => {
    const { nmi, ari } = agreementInfluence(classes, clusters);
    const doubled = [classes.concat(classes[3]!), clusters.concat(clusters[3]!)] as const;
    const weights = new Float64Array(classes.length).fill(1);
    weights[3] = 2;
    const [before, after] = [clusterAgreement(classes, clusters), clusterAgreement(...doubled)];
    const moved = { nmi: firstOrder(before.nmi, nmi)(weights), ari: firstOrder(before.ari, ari)(weights) };
    expect(moved.nmi - before.nmi).not.toBe(0);
    for (const key of ['nmi', 'ari'] as const)
      expect((moved[key] - before[key]) / (after[key] - before[key])).toBeCloseTo(1, 1);
  });

  it('is zero where there is one class and one cluster', () => {
    const { nmi, ari } = agreementInfluence([1, 1], [2, 2]);
    expect([...nmi, ...ari]).toEqual([0, 0, 0, 0]);
  });
});
