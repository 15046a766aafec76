import { random, type Matrix } from '@alignclip/core';
import { takeRows, unitRows } from '@alignclip/metrics';
import { sharedRows } from './shared-rows';

const cloud = (rows: number, columns: number, seed: number): Matrix => {
  const draw = random('cloud', seed);
  return unitRows({ rows, columns, values: Float32Array.from({ length: rows * columns }, () => draw.normal()) });
};
/** To 11 bits, as float16 keeps them. */
const rounded = (value: number): number => {
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 10);
  return Math.round(value / unit) * unit;
};
const changed = (matrix: Matrix, change: (value: number) => number): Matrix =>
  unitRows({ ...matrix, values: matrix.values.map(change) });

describe('sharedRows', () => {
  const rows = cloud(120, 16, 1);

  it('finds rows in any order, in half precision, with other lengths and with noise in the last bits', () => {
    const mixed = takeRows(rows, random('order').permutation(120));
    const noise = random('noise');
    for (const other of [
      mixed,
      changed(mixed, rounded),
      changed(mixed, (value) => 3.7 * value),
      changed(rows, (value) => value + 1e-6 * noise.normal()),
    ])
      expect(sharedRows(rows, other)).toBe(120);
  });

  it('counts those of a part, and none of other rows', () => {
    const part = takeRows(rows, [5, 7, 100]);
    expect(sharedRows(rows, part)).toBe(3);
    expect(sharedRows(part, rows)).toBe(3);
    expect(sharedRows(rows, cloud(500, 16, 2))).toBe(0);
    expect(
      sharedRows(
        rows,
        changed(rows, (value) => value + 0.02),
      ),
    ).toBe(0);
  });
});
