import type { Matrix } from '@alignclip/core';
import { random } from '@alignclip/core';
import { gapReport } from '../gap/gap-report';
import type { ResampledGapMetric } from '../gap/define-gap-metric';
import { stackRows, takeRows, unitRows } from '../matrix/rows';
import { centreMetrics } from './centre-metrics';
import { centreGeometry, pairGeometry } from './geometry';
import { frechetDistance, wassersteinUniformity } from './frechet';
import { heterogeneity } from './heterogeneity';
import { hubness, hubnessOf } from './hubness';
import { kernelDivergences } from './divergences';
import { neighbourMetrics } from './neighbour-metrics';
import { overlapDimension } from './covariance-shape';
import { relativeAlignment } from './pair-measures';
import { shapeMetrics } from './shape-metrics';
import { silhouette } from './silhouette';
import { structuralAgreement } from './structural-agreement';

const all = [...centreMetrics, ...shapeMetrics, ...neighbourMetrics];

/** Pairs of two clouds with different means and covariances. */
function made(rows: number, columns: number, seed = 1): [Matrix, Matrix] {
  const stream = random(seed, 'measures');
  const [image, text] = [new Float32Array(rows * columns), new Float32Array(rows * columns)];
  for (let i = 0; i < rows; i += 1)
    for (let k = 0; k < columns; k += 1) {
      const common = stream.normal();
      image[i * columns + k] = common * (1 + k / columns) + 0.4 * stream.normal() + 0.5;
      text[i * columns + k] = common + 0.7 * stream.normal() - (k % 2);
    }
  return [unitRows({ rows, columns, values: image }), unitRows({ rows, columns, values: text })];
}

const [image, text] = made(24, 5);

describe('every measure', () => {
  it.each(all.map((metric) => [metric.name, metric] as const))('%s has a value, a meaning and a name', (_, metric) => {
    expect(metric.measure(image, text)).toEqual(expect.any(Number));
    expect(Number.isFinite(metric.measure(image, text))).toBe(true);
    expect(metric.meaning).not.toBe('');
    expect(metric.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('has names of its own', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('has an interval that holds its value, where it has one', () => {
    const { scores, intervals, undefinedScores } = gapReport(image, text, { metrics: all, resamples: 200 });
    expect(undefinedScores).toEqual({});
    expect(Object.keys(intervals)).toEqual(all.filter(({ hasInterval }) => hasInterval).map(({ name }) => name));
    for (const [name, [low, high]] of Object.entries(intervals)) {
      expect({ name, low: low <= scores[name]! + 1e-9, high: scores[name]! <= high + 1e-9 }).toEqual({
        name,
        low: true,
        high: true,
      });
      if (name !== 'cycle-knn') expect(high).toBeGreaterThan(low); // all of these pairs find their way back
    }
  });

  it.each(['one point each', 'equal modalities', 'two pairs'])('is a number or undefined for %s', (kind) => {
    const point: Matrix = { rows: 6, columns: 3, values: Float32Array.from({ length: 18 }, (_, i) => (i % 3 ? 0 : 1)) };
    const other: Matrix = { ...point, values: point.values.map((_, i) => (i % 3 === 1 ? 1 : 0)) };
    const pairs: [Matrix, Matrix] =
      kind === 'one point each' ? [point, other] : kind === 'two pairs' ? made(2, 4) : [image, image];
    const { scores, undefinedScores } = gapReport(...pairs, { metrics: all, resamples: 20 });
    expect(Object.keys(scores).length + Object.keys(undefinedScores).length).toBe(all.length);
    for (const value of Object.values(scores)) expect(Number.isFinite(value)).toBe(true);
    if (kind === 'one point each') expect(undefinedScores).toHaveProperty('rel-gap', 'each modality is one point');
    if (kind === 'equal modalities') {
      const same = ['rel-gap', 'centre-angle', 'covariance-gap', 'frechet-distance', 'cauchy-schwarz-divergence'];
      for (const name of same) expect(scores[name]).toBeCloseTo(0, 6);
    }
  });
});

/** Metrics whose value under weights follows the whole set, not only the rows that ask. */
const resampled = all.filter(
  ({ name, hasInterval }) =>
    hasInterval &&
    !['modality-silhouette', 'itr', 'tir', 'tmr', 'imr', 'relative-alignment', 'mutual-knn', 'cycle-knn'].includes(
      name,
    ),
);

describe('resampling to first order', () => {
  const copies = 20;
  const many = (matrix: Matrix) => stackRows(Array.from({ length: copies }, () => matrix));
  const [images, texts] = [many(image), many(text)];

  it.each(resampled.map((metric) => [metric.name, metric] as const))(
    '%s follows a row that is added',
    (name, metric) => {
      const rows = [...Array(images.rows).keys()];
      const fewer = rows.filter((i) => i % image.rows !== 3 || i >= 2 * image.rows); // two copies of pair 3 less
      const [more, less] = [[...rows, 3, 3], fewer].map((chosen) =>
        metric.measure(takeRows(images, chosen), takeRows(texts, chosen)),
      );
      const weights = (own: number) => Float64Array.from(rows, (i) => (i === 3 ? own : 1));
      const value = metric.prepare(images, texts);
      const quotient = (value(weights(3)) - value(weights(-1))) / (more! - less!);
      const isUnbiased = name === 'mmd'; // there, copies of a pair are no pair of examples
      expect(quotient).toBeCloseTo(1, isUnbiased ? -1 : 1);
    },
  );
});

const axis = (...rows: number[][]): Matrix => ({
  rows: rows.length,
  columns: rows[0]!.length,
  values: Float32Array.from(rows.flat()),
});

describe('values in closed form', () => {
  it('splits the squared distance of pairs exactly', () => {
    const { pairSquared, centroidSquared, residualSquared } = pairGeometry(image, text);
    let squares = 0;
    image.values.forEach((value, at) => (squares += (value - text.values[at]!) ** 2));
    expect(pairSquared).toBeCloseTo(squares / image.rows, 12);
    expect(centroidSquared + residualSquared).toBeCloseTo(pairSquared, 12);
  });

  it('gives a shift of one modality no residual, one direction a dimension of one', () => {
    const shifted = axis([1, 0], [3, 0], [5, 0]);
    expect(pairGeometry(shifted, axis([1, 2], [3, 2], [5, 2]))).toMatchObject({ residualShare: 0, centroidSquared: 4 });
    expect(pairGeometry(shifted, axis([1, 0], [4, 0], [9, 0]))).toMatchObject({
      residualEffectiveDimension: 1,
      residualAnisotropy: 2,
    });
  });

  it('doubles no scale-free measure at double scale', () => {
    const twice = (matrix: Matrix) => ({ ...matrix, values: matrix.values.map((value) => 2 * value) });
    expect(centreGeometry(twice(image), twice(text)).relGap).toBeCloseTo(centreGeometry(image, text).relGap, 12);
  });

  it('knows the Fréchet distance of aligned normal distributions, and that of equal sets', () => {
    const narrow = axis([-1, 0], [1, 0], [0, -1], [0, 1]);
    const wide = axis([-3, 4], [3, 4], [0, 1], [0, 7]);
    expect(frechetDistance(narrow, wide)).toBeCloseTo(16 + 2 * 0.5 * (3 - 1) ** 2, 10);
    expect(frechetDistance(narrow, wide, { sample: true })).toBeCloseTo(16 + 2 * (2 / 3) * (3 - 1) ** 2, 10);
    expect(frechetDistance(image, image)).toBeCloseTo(0, 10);
    expect(wassersteinUniformity(narrow, narrow)).toBeCloseTo(0, 7);
  });

  it('finds three common dimensions of two subspaces', () => {
    const within = (dimensions: number[]) =>
      axis(
        ...Array.from({ length: 12 }, (_, i) =>
          [...Array(7).keys()].map((k) => (dimensions.includes(k) ? Math.sin(i * (k + 1) + k) : 0)),
        ),
      );
    const {
      imageRank,
      textRank,
      overlapDimension: common,
    } = overlapDimension(within([0, 1, 2, 3]), within([1, 2, 3, 5, 6]), { energy: 1 - 1e-9 });
    expect([imageRank, textRank, common]).toEqual([4, 5, 3]);
  });

  it('tells clusters from a mixture', () => {
    const [left, right] = [axis([1, 0], [1, 0.01], [1, -0.01]), axis([-1, 0], [-1, 0.01], [-1, -0.01])];
    expect(silhouette(left, right)).toBeGreaterThan(0.98);
    expect(silhouette(left, left)).toBeLessThan(0);
    expect(heterogeneity(left, right)).toMatchObject({ ITR: Infinity, imageNearestImage: 3, TMR: 3 });
    expect(kernelDivergences(left, right).cauchySchwarz).toBeGreaterThan(5);
    expect(kernelDivergences(left, left)).toMatchObject({ mmd: 0, cauchySchwarz: 0 });
  });

  it('counts hubs and those that nobody finds', () => {
    const { skewness, antihubs, topHubs } = hubnessOf(Uint32Array.from([0, 0, 0, 8]));
    expect([skewness, antihubs, topHubs]).toEqual([expect.closeTo(1.1547, 4), 0.75, 1]);
    expect(hubnessOf(Uint32Array.from([2, 2])).skewness).toBeNaN();
  });

  it('gives equal modalities full agreement', () => {
    const { linearCKA, unbiasedCKA, CKNNA, mutualKnn } = structuralAgreement(image, image, { k: 4 });
    for (const value of [linearCKA, unbiasedCKA, CKNNA, mutualKnn]) expect(value).toBeCloseTo(1, 10);
    expect(relativeAlignment(image, image).relativeAlignment).toBeLessThan(0);
  });
});

describe('bad input', () => {
  const wrong: Matrix = { rows: 3, columns: 5, values: new Float32Array(15).fill(NaN) };
  const measures: readonly (readonly [string, (a: Matrix, b: Matrix) => unknown])[] = [
    ['centreGeometry', centreGeometry],
    ['frechetDistance', (a, b) => frechetDistance(a, b)],
    ['silhouette', silhouette],
    ['heterogeneity', heterogeneity],
    ['kernelDivergences', (a, b) => kernelDivergences(a, b)],
    ['hubness', (a, b) => hubness(a, b, { k: 2 })],
    ['structuralAgreement', (a, b) => structuralAgreement(a, b, { k: 2 })],
  ];
  it.each(measures)('%s refuses NaN and other widths', (_, measure) => {
    expect(() => measure(wrong, wrong)).toThrow('row 0 holds NaN');
    expect(() => measure(image, made(24, 4)[1])).toThrow('image embeddings are 5 wide, text embeddings 4');
  });

  it('refuses more neighbours than rows', () => {
    expect(() => hubness(image, text, { k: 25 })).toThrow(
      'k = 25: must be a whole number from 1 to the 24 rows to find',
    );
  });

  const metric = (name: string): ResampledGapMetric => all.find((one) => one.name === name)!;
  it('refuses rows that are no pairs', () => {
    expect(() => metric('residual-share').measure(image, made(23, 5)[1])).toThrow('pairs need equal row counts');
  });
});
