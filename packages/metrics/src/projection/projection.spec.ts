import { type Matrix, random } from '@alignclip/core';
import { innerProduct } from '../matrix/inner-products';
import { matrixFromRows } from '../matrix/rows';
import { doublyStochastic } from './doubly-stochastic';
import { pca } from './pca';
import { sphereProjection } from './sphere-projection';

/** Three clusters of 20 directions in 8 dimensions. */
function clusters(): Matrix {
  const stream = random('clusters');
  const centres = [0, 1, 2].map(() => Array.from({ length: 8 }, () => 3 * stream.normal()));
  return matrixFromRows(
    Array.from({ length: 60 }, (_, i) => centres[i % 3]!.map((value) => value + stream.normal() / 2)),
  );
}

describe('pca', () => {
  it('equals the values computed by hand', () => {
    const { points, explained } = pca(
      matrixFromRows([
        [3, 1],
        [-3, 1],
        [0, 2],
        [0, 0],
      ]),
      2,
    );
    expect([...points.values]).toEqual([3, 0, -3, 0, 0, 1, 0, -1].map((value) => expect.closeTo(value, 6)));
    expect(explained[0]).toBeCloseTo(18 / 20, 8);
    expect(explained[1]).toBeCloseTo(2 / 20, 8);
  });

  it('keeps all distances with all components', () => {
    const rows = clusters();
    const { points } = pca(rows, 8);
    const distance = (m: Matrix) => innerProduct(m, 0, m, 0) + innerProduct(m, 5, m, 5) - 2 * innerProduct(m, 0, m, 5);
    expect(distance(points)).toBeCloseTo(distance(rows), 3);
  });

  it('refuses more components than dimensions', () => {
    expect(() => pca(clusters(), 9)).toThrow('must be a whole number from 1 to 8');
  });
});

describe('doublyStochastic', () => {
  it('is symmetric, with equal row sums and a zero diagonal', () => {
    const n = 30;
    const stream = random('rows');
    const rows = matrixFromRows(
      Array.from({ length: n }, () => [stream.normal(), stream.normal()]).map(([x, y]) => {
        const length = Math.hypot(x!, y!);
        return [x! / length, y! / length];
      }),
    );
    const p = doublyStochastic(rows, 5);
    for (let i = 0; i < n; i += 1) {
      const row = p.subarray(i * n, (i + 1) * n);
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1 / n, 8);
      expect(row[i]).toBe(0);
      expect(p[i * n + 3]).toBeCloseTo(p[3 * n + i]!, 12);
    }
  });
});

describe('sphereProjection', () => {
  const rows = clusters();
  const points = sphereProjection(rows, { iterations: 250, perplexity: 10 });

  it('puts every row on the unit sphere, and repeats with the same seed', () => {
    expect([points.rows, points.columns]).toEqual([60, 3]);
    for (let i = 0; i < 60; i += 1) expect(innerProduct(points, i, points, i)).toBeCloseTo(1, 5);
    expect(sphereProjection(rows, { iterations: 250, perplexity: 10 })).toEqual(points);
    expect(sphereProjection(rows, { iterations: 250, perplexity: 10, seed: 1 })).not.toEqual(points);
  });

  it('keeps clusters together: the nearest neighbour is in the same one', () => {
    const nearest = (i: number) => {
      const others = Array.from({ length: 60 }, (_, j) => j).filter((j) => j !== i);
      return others.reduce((best, j) =>
        innerProduct(points, i, points, j) > innerProduct(points, i, points, best) ? j : best,
      );
    };
    const right = Array.from({ length: 60 }, (_, i) => nearest(i) % 3 === i % 3).filter(Boolean).length;
    expect(right).toBeGreaterThanOrEqual(58);
  });

  it('refuses fewer than four points', () => {
    expect(() => sphereProjection(matrixFromRows([[1], [1]]))).toThrow('at least 4 points');
  });
});
