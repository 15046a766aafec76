import { expectParity, type Numbers } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { normalised } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { layerNorm } from './layer-norm';

const formula =
  (epsilon: number) =>
  (x?: Numbers, scale?: Numbers, bias?: Numbers): Numbers =>
    normalised(x!, scale!, bias!, epsilon);

onEachBackend('layerNorm', () => {
  it.each([
    [1, 2],
    [3, 7],
    [5, 16],
    [9, 33],
    [70, 19],
  ])('agrees with the formula for %i rows of %i', (rows, columns) => {
    expectParity({
      inputs: [randomMatrix(1, rows, columns), randomMatrix(2, 1, columns), randomMatrix(3, 1, columns)],
      kernel: (x, scale, bias) => layerNorm(x, tf.reshape(scale, [-1]), tf.reshape(bias, [-1])),
      formula: formula(1e-5),
    });
  });

  it('adds the given epsilon to the variance', () => {
    expectParity({
      inputs: [randomMatrix(1, 2, 5), randomMatrix(2, 1, 5), randomMatrix(3, 1, 5)],
      kernel: (x, scale, bias) => layerNorm(x, tf.reshape(scale, [-1]), tf.reshape(bias, [-1]), 0.5),
      formula: formula(0.5),
    });
  });

  it('stays accurate where the mean is large against the deviation', () => {
    expectParity({
      inputs: [
        randomMatrix(1, 3, 24).map((row) => row.map((number) => Math.fround(number + 64))),
        [Array(24).fill(1)],
        [Array(24).fill(0)],
      ],
      kernel: (x, scale, bias) => layerNorm(x, tf.reshape(scale, [-1]), tf.reshape(bias, [-1])),
      formula: formula(1e-5),
      tolerance: 3e-5,
    });
  });
});
