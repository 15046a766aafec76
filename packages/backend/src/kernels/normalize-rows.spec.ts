import { expectParity } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { normalizeRows } from './normalize-rows';

onEachBackend('normalizeRows', () => {
  it.each([
    [1, 1],
    [3, 5],
    [4, 16],
    [6, 35],
  ])('gives unit rows and their gradient for %i rows of %i', (rows, columns) => {
    expectParity({
      inputs: [randomMatrix(columns, rows, columns)],
      kernel: (x) => normalizeRows(x),
      formula: (x) => x.map((row) => row.map((number) => number / Math.hypot(...row))),
    });
  });

  it('leaves a zero row at zero', () => {
    const rows = tf.tidy(() =>
      normalizeRows(
        tf.tensor2d([
          [0, 0, 0],
          [3, 0, 4],
        ]),
      ).arraySync(),
    );
    expect(rows[0]).toEqual([0, 0, 0]);
    expect(rows[1]![2]).toBeCloseTo(0.8);
  });
});
