import { UserError } from '@alignclip/core';
import { type Numbers, expectParity } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { diagonalCrossEntropy } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { pairCrossEntropy } from './pair-cross-entropy';

function formula(similarities: Numbers, scale: Numbers): Numbers {
  const logits = similarities.map((row) => row.map((number) => scale[0]![0]! * number));
  const columns = logits.map((_, j) => logits.map((row) => row[j]!));
  return [[diagonalCrossEntropy(logits) + diagonalCrossEntropy(columns)]];
}

onEachBackend('pairCrossEntropy', () => {
  it.each([
    [1, 3],
    [2, 100],
    [7, 14],
    [16, 1],
    [33, 5],
    [70, 20],
  ])('agrees with the formula for %i pairs and scale %i', (n, scale) => {
    expectParity({
      inputs: [randomMatrix(n, n, n), [[scale]]],
      kernel: (similarities, s) => pairCrossEntropy(similarities, tf.reshape(s, [])),
      formula,
    });
  });

  it('is exact for logits too large for exp', () => {
    const similarities = [
      [1000, 900],
      [-1000, -1000],
    ];
    const loss = tf.tidy(() => pairCrossEntropy(tf.tensor2d(similarities), tf.scalar(1)).dataSync()[0]);
    expect(loss).toBeCloseTo((Math.LN2 + 1900) / 2, 3);
  });

  it('refuses similarities that are not square', () => {
    const [similarities, scale] = [tf.zeros<tf.Rank.R2>([2, 3]), tf.scalar(1)];
    expect(() => pairCrossEntropy(similarities, scale)).toThrow(UserError);
    tf.dispose([similarities, scale]);
  });
});
