import { product } from '../testing/plain-formulas';
import { onEachBackend } from '../testing/on-each-backend';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { unitCosines } from './unit-cosines';

const unitRows = (rows: number, width: number) =>
  randomMatrix(1, rows, width).map((row) => row.map((number) => number / Math.hypot(...row)));

const cosinesOf = (x: number[][]) => tf.tidy(() => unitCosines(tf.tensor2d(x)).arraySync());

onEachBackend('unitCosines', () => {
  it.each([
    [1, 1],
    [2, 3],
    [16, 5],
    [17, 40],
    [50, 384],
  ])('agrees with the formula: [%i, %i]', (rows, width) => {
    const x = unitRows(rows, width);
    const wanted = product(
      x,
      x[0]!.map((_, column) => x.map((row) => row[column]!)),
    );
    cosinesOf(x).forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(wanted[i]![j]!, 6)));
  });

  it('is symmetric to the bit', () => {
    const found = cosinesOf(unitRows(33, 70));
    found.forEach((row, i) => row.forEach((value, j) => expect(value).toBe(found[j]![i])));
  });

  it('clips what rows that are a little too long give', () => {
    expect(
      cosinesOf([
        [1.001, 0],
        [-1.001, 0],
      ]),
    ).toEqual([
      [1, -1],
      [-1, 1],
    ]);
  });

  it('keeps NaN, so that training stops at a broken row', () => {
    const clipped = tf.getBackend() === 'wasm' ? -1 : NaN; // the clip of tfjs loses NaN there
    const broken = [
      [NaN, 0],
      [0, 1],
    ];
    expect(cosinesOf(broken)).toEqual([
      [clipped, clipped],
      [clipped, 1],
    ]);
  });
});
