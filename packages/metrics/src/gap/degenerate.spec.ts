import { type Matrix, random } from '@alignclip/core';
import { matrixFromRows, unitRows } from '../matrix/rows';
import { gapMetrics } from './gap-metrics';
import { gapReport } from './gap-report';
import { rmgOfCaptions } from './rmg';

const alike = (rows: number, point: number[]): Matrix =>
  unitRows(matrixFromRows(Array.from({ length: rows }, () => point)));
const cloud = (rows: number, seed: number): Matrix => {
  const stream = random('degenerate', seed);
  return unitRows({ rows, columns: 7, values: Float32Array.from({ length: 7 * rows }, () => stream.normal()) });
};
const point = [0.3, -0.7, 0.1, 0.2, 0.5, -0.1, 0.9];
const report = (image: Matrix, text: Matrix) => gapReport(image, text, { resamples: 100 });

describe('gapReport of one point', () => {
  const { scores, intervals, undefinedScores } = report(alike(12, point), alike(12, point));

  it('has no RMG and no RSA, and says why', () => {
    expect(undefinedScores).toEqual({
      rmg: 'all images and texts are one point',
      rsa: 'all cosines within one modality are equal',
    });
    expect([scores['rmg'], intervals['rmg'], scores['rsa'], intervals['rsa']]).toEqual(new Array(4).fill(undefined));
  });

  it('has every other metric at the value of no gap and no spread', () => {
    const expected: Record<string, number> = {
      'alignment-score': 1,
      'pair-angle': 0,
      'centroid-distance': 0,
      'pair-distance': 0,
      'align-loss': 0,
      'intra-cosine-image': 1,
      'uniformity-union': 0,
      'cross-uniformity': 0,
      'linear-separability': 0.5,
    };
    for (const [name, value] of Object.entries(expected)) expect(scores[name]).toBeCloseTo(value, 5);
    expect([scores['pair-angle'], scores['centroid-distance']]).toEqual([0, 0]);
    expect(scores['effective-rank-image']).toBeCloseTo(1, 2);
  });

  it('is the same where rows differ by rounding only', () => {
    const noisy = alike(12, point);
    const values = noisy.values.map((value, i) => (i % 3 === 0 ? Math.fround(value * (1 + 6e-8)) : value));
    expect(Object.keys(report({ ...noisy, values }, noisy).undefinedScores)).toEqual(['rmg', 'rsa']);
  });
});

describe('gapReport of two-valued rows', () => {
  it('has no interval of width 0 for what is resampled to first order', () => {
    const two = unitRows(matrixFromRows(Array.from({ length: 12 }, (_, i) => [i % 2 ? 1 : -1, 0.5])));
    const { scores, intervals } = report(two, two);
    for (const name of ['uniformity-image', 'uniformity-union', 'effective-rank-text']) {
      expect(scores).toHaveProperty(name);
      expect(intervals).not.toHaveProperty(name);
    }
    expect(intervals['pair-angle']).toEqual([0, 0]);
  });
});

describe('gapReport of identical modalities', () => {
  const { scores, undefinedScores } = report(cloud(30, 1), cloud(30, 1));

  it('has no gap by any metric', () => {
    expect(undefinedScores).toEqual({});
    for (const name of ['rmg', 'pair-angle', 'centroid-distance', 'pair-distance', 'align-loss']) {
      expect([name, scores[name]]).toEqual([name, 0]);
    }
    expect(scores['rsa']).toBeCloseTo(1, 12);
    expect(scores['linear-separability']).toBe(0.5);
  });
});

describe('the histogram of pair cosines', () => {
  it.each([1, -1])('holds every pair of rows that are equal up to the factor %i', (factor) => {
    const image = cloud(200, 8);
    const text = { ...image, values: image.values.map((value) => factor * value) };
    const { cosines } = gapReport(image, text, { resamples: 0, mostPairwise: 4 });
    expect(cosines.counts.at(factor === 1 ? -1 : 0)).toBe(200);
    expect(cosines.cumulative.at(-1)).toBe(1);
  });
});

describe('gapReport of two points', () => {
  it('has the whole gap where each modality is one point', () => {
    const { scores, undefinedScores } = report(
      alike(8, point),
      alike(
        8,
        point.map((x) => -x),
      ),
    );
    expect([scores['rmg'], scores['pair-angle']]).toEqual([1, 180]);
    expect(scores['centroid-distance']).toBeCloseTo(2, 6);
    expect(Object.keys(undefinedScores)).toEqual(['rsa']);
  });
});

describe('few pairs', () => {
  it.each([2, 3, 4, 5])('%i: a finite value or none, and no interval of undefined samples', (rows) => {
    const { scores, intervals, undefinedScores } = report(cloud(rows, 2), cloud(rows, 3));
    expect([...Object.keys(scores), ...Object.keys(undefinedScores)].sort()).toEqual(
      gapMetrics.map(({ name }) => name).sort(),
    );
    for (const ends of Object.values(intervals)) expect(ends.every(Number.isFinite)).toBe(true);
    if (rows === 2) expect(Object.keys(undefinedScores)).toEqual(['rsa']); // one pair of examples has no order
    if (rows === 2) expect(intervals['uniformity-image']).toBeUndefined();
  });
});

describe('rmgOfCaptions', () => {
  it('is 0 for captions that equal their image and undefined for one point', () => {
    const images = cloud(4, 5);
    expect(rmgOfCaptions(images, images, [0, 1, 2, 3])).toBe(0);
    expect(rmgOfCaptions(alike(2, point), alike(3, point), [0, 0, 1])).toBeNaN();
  });
});
