import { type Matrix, random } from '@alignclip/core';
import { gapMetrics } from '../gap/gap-metrics';
import { gapReport } from '../gap/gap-report';
import { matrixFromRows, unitRows } from '../matrix/rows';
import { centreMetrics } from './centre-metrics';
import { neighbourMetrics } from './neighbour-metrics';
import { shapeMetrics } from './shape-metrics';

const metrics = [...new Set([...gapMetrics, ...centreMetrics, ...shapeMetrics, ...neighbourMetrics])];

function cloud(rows: number, columns: number, seed: number): Matrix {
  const stream = random(seed, 'degenerate');
  return unitRows({ rows, columns, values: Float32Array.from({ length: rows * columns }, () => stream.normal()) });
}
const alike = (rows: number, row: number[]): Matrix =>
  unitRows(matrixFromRows(Array.from({ length: rows }, () => row)));

const odd: Record<string, [Matrix, Matrix]> = {
  'one dimension': [cloud(12, 1, 1), cloud(12, 1, 2)],
  'one dimension, all equal': [alike(6, [1]), alike(6, [1])],
  'one dimension, opposite': [alike(6, [1]), alike(6, [-1])],
  'two dimensions': [cloud(12, 2, 1), cloud(12, 2, 2)],
  'two pairs': [cloud(2, 5, 1), cloud(2, 5, 2)],
  'more dimensions than pairs': [cloud(3, 20, 1), cloud(3, 20, 2)],
  'one point': [alike(9, [1, 2, 3]), alike(9, [1, 2, 3])],
  'a point and a cloud': [alike(9, [1, 2, 3]), cloud(9, 3, 3)],
  'a cloud and a point': [cloud(9, 3, 3), alike(9, [1, 2, 3])],
  'the same rows': [cloud(12, 4, 1), cloud(12, 4, 1)],
};

describe.each(Object.entries(odd))('pairs of %s', (_, [image, text]) => {
  const { scores, intervals, undefinedScores } = gapReport(image, text, { metrics, resamples: 20 });

  it.each(metrics.map(({ name }) => name))('have a finite %s or a reason why there is none', (name) => {
    if (name in scores) expect(Number.isFinite(scores[name])).toBe(true);
    else expect(undefinedScores[name]).toMatch(/\w/);
  });

  it('have finite intervals', () => {
    expect(Object.values(intervals).flat().every(Number.isFinite)).toBe(true);
  });
});

describe('shapes of covariances that have no shape', () => {
  const point = alike(9, [1, 2, 3]);
  const names = ['log-spectrum-correlation', 'subspace-overlap'] as const;
  const undefinedOf = (image: Matrix, text: Matrix) =>
    Object.keys(gapReport(image, text, { metrics, resamples: 0 }).undefinedScores);

  it('are undefined for one point, and for fewer pairs than directions that are compared', () => {
    expect(undefinedOf(point, cloud(9, 3, 3))).toEqual(expect.arrayContaining([...names]));
    expect(undefinedOf(cloud(9, 3, 3), point)).toEqual(expect.arrayContaining([...names]));
    expect(undefinedOf(cloud(4, 60, 1), cloud(4, 60, 2))).toEqual(expect.arrayContaining([...names]));
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'have no spectrum where pairs are fewer than dimensions, whatever rounding gives (%d)',
    (seed) => {
      const found = undefinedOf(cloud(40, 64, seed), cloud(40, 64, seed + 10));
      expect(found).toContain('log-spectrum-correlation');
      expect(found).not.toContain('subspace-overlap');
    },
  );
});
