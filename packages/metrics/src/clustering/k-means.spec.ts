import { type Matrix, random } from '@alignclip/core';
import { matrixFromRows, takeRows } from '../matrix/rows';
import { kMeans, plusPlusCentres } from './k-means';

const points = matrixFromRows([
  [0, 0],
  [0, 1],
  [1, 0],
  [4, 4],
  [4, 5],
  [5, 4.5],
  [9, 0],
  [9.5, 1],
  [8, 0.5],
  [5, 1],
]);

/** Blobs that overlap, so that rows change their clusters for many rounds. */
function blobs(rows: number, columns: number, kinds: number): Matrix {
  const draw = random('blobs', rows, columns);
  const centres = Array.from({ length: kinds * columns }, () => draw.normal());
  const values = Array.from({ length: rows * columns }, (_, at) => {
    const kind = Math.floor(at / columns) % kinds;
    return centres[kind * columns + (at % columns)]! + 1.5 * draw.normal();
  });
  return { rows, columns, values: Float32Array.from(values) };
}

/** Lloyd's algorithm with every distance computed. */
function plain(rows: Matrix, start: ArrayLike<number>) {
  const { columns, values } = rows;
  const [k, centres] = [start.length / columns, Float64Array.from(start)];
  let clusters: number[] = [];
  for (let round = 1; ; round += 1) {
    const next = Array.from({ length: rows.rows }, (_, i) => {
      const squares = Array.from({ length: k }, (_, c) =>
        Array.from({ length: columns }, (_, j) => (values[i * columns + j]! - centres[c * columns + j]!) ** 2).reduce(
          (sum, value) => sum + value,
        ),
      );
      return squares.indexOf(Math.min(...squares));
    });
    if (next.every((cluster, i) => cluster === clusters[i])) return { clusters, assignments: round };
    clusters = next;
    for (let c = 0; c < k; c += 1)
      for (let j = 0; j < columns; j += 1) {
        const own = clusters.flatMap((cluster, i) => (cluster === c ? [values[i * columns + j]!] : []));
        centres[c * columns + j] = own.reduce((sum, value) => sum + value, 0) / own.length;
      }
  }
}

describe('kMeans', () => {
  it.each([
    [[0, 1, 2], 5],
    [[0, 3, 9], 2],
  ])('agrees with scikit-learn 1.9.1 from rows %p', (start, fewest) => {
    const { clusters, centres, inertia, assignments } = kMeans(points, takeRows(points, start).values);
    expect([...clusters]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 2]);
    [1 / 3, 1 / 3, 13 / 3, 4.5, 7.875, 0.625].forEach((want, i) => expect(centres[i]).toBeCloseTo(want, 12));
    expect(inertia).toBeCloseTo(15.375, 12);
    expect(assignments).toBeLessThanOrEqual(fewest);
  });

  it('skips only distances that decide nothing', () => {
    const rows = blobs(400, 7, 9);
    const start = plusPlusCentres(rows, 9, random('start'));
    const [fast, slow] = [kMeans(rows, start), plain(rows, start)];
    expect(slow.assignments).toBeGreaterThan(5);
    expect(fast.assignments).toBe(slow.assignments);
    expect([...fast.clusters]).toEqual(slow.clusters);
  });

  it('gives an empty cluster the row that is farthest from its centre', () => {
    const start = [0, 0, 100, 100, 200, 200];
    const { clusters, inertia } = kMeans(points, start);
    expect(new Set(clusters).size).toBe(3);
    expect(inertia).toBeLessThan(kMeans(points, [0, 0]).inertia);
  });

  it('puts equal rows into one cluster, whatever k', () => {
    const equal: Matrix = { rows: 5, columns: 2, values: new Float32Array(10).fill(0.5) };
    const { clusters, inertia, assignments } = kMeans(equal, plusPlusCentres(equal, 3, random('equal')));
    expect([...clusters]).toEqual([0, 0, 0, 0, 0]);
    expect([inertia, assignments]).toEqual([0, 2]);
  });

  it('stops after the given number of assignments', () => {
    const rows = blobs(400, 7, 9);
    expect(kMeans(rows, plusPlusCentres(rows, 9, random('start')), { maxAssignments: 2 }).assignments).toBe(2);
  });

  it('refuses NaN and more clusters than rows', () => {
    const nan = { rows: 2, columns: 1, values: Float32Array.of(NaN, 1) };
    expect(() => kMeans(nan, [0])).toThrow('rows to cluster: row 0 holds NaN');
    expect(() => plusPlusCentres(points, 11, random('many'))).toThrow('from 1 to the 10 rows');
  });
});

describe('plusPlusCentres', () => {
  it('takes rows far from each other, the same ones for the same stream', () => {
    const groups = { rows: 300, columns: 1, values: Float32Array.from({ length: 300 }, (_, i) => 100 * (i % 3)) };
    for (let seed = 0; seed < 20; seed += 1) {
      const centres = plusPlusCentres(groups, 3, random(seed));
      expect([...centres].sort((a, b) => a - b)).toEqual([0, 100, 200]);
      expect(plusPlusCentres(groups, 3, random(seed))).toEqual(centres);
    }
  });
});
