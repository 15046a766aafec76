import { type Numbers, expectParity } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { diagonalCrossEntropy } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { separationCrossEntropy } from './separation-cross-entropy';

/** 0 on the diagonal but for the last row, where a teacher's S isn't exactly 1. */
const distancesOf = (n: number): Numbers =>
  randomMatrix(2, n, n).map((row, i) => row.map((number, j) => (i === j ? Number(i === n - 1) / 8 : 1 - number)));

const formulaOn =
  (distances: Numbers) =>
  (similarities: Numbers, pairs: Numbers, scale: Numbers): Numbers => {
    const entry = (number: number, i: number, j: number) =>
      scale[0]![0]! * (number * distances[i]![j]! + (i === j ? pairs[0]![i]! : 0));
    return [[diagonalCrossEntropy(similarities.map((row, i) => row.map((number, j) => entry(number, i, j))))]];
  };

onEachBackend('separationCrossEntropy', () => {
  it.each([
    [1, 3],
    [2, 100],
    [15, 14],
    [16, 1],
    [33, 5],
  ])('agrees with the formula for %i rows and scale %i', (n, scale) => {
    const distances = distancesOf(n);
    expectParity({
      inputs: [randomMatrix(n, n, n), randomMatrix(3, 1, n), [[scale]]],
      kernel: (similarities, pairs, s) =>
        separationCrossEntropy({
          similarities,
          distances: tf.tensor2d(distances),
          pairs: tf.reshape(pairs, [n]),
          scale: tf.reshape(s, []),
        }),
      formula: formulaOn(distances),
    });
  });

  it('is exact for logits too large for exp', () => {
    const loss = tf.tidy(() =>
      separationCrossEntropy({
        similarities: tf.tensor2d([
          [1, 900],
          [-1000, 1],
        ]),
        distances: tf.tensor2d([
          [0, 1],
          [1, 0],
        ]),
        pairs: tf.tensor1d([1000, -1000]),
        scale: tf.scalar(1),
      }).dataSync(),
    );
    expect(loss[0]).toBeCloseTo(Math.LN2 / 2, 6);
  });
});
