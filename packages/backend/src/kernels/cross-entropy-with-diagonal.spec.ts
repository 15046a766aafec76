import { UserError } from '@alignclip/core';
import { expectParity } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { diagonalCrossEntropy } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { crossEntropyWithDiagonal } from './cross-entropy-with-diagonal';

onEachBackend('crossEntropyWithDiagonal', () => {
  it.each([1, 2, 7, 16, 33])('agrees with the formula for %i rows', (n) => {
    expectParity({
      inputs: [randomMatrix(n, n, n)],
      kernel: (logits) => crossEntropyWithDiagonal(logits),
      formula: (logits) => [[diagonalCrossEntropy(logits)]],
    });
  });

  it('is exact for logits too large for exp', () => {
    const loss = tf.tidy(
      () =>
        crossEntropyWithDiagonal(
          tf.tensor2d([
            [1000, 900],
            [-1000, -1000],
          ]),
        ).dataSync()[0],
    );
    expect(loss).toBeCloseTo(Math.LN2 / 2, 6);
  });

  it('refuses logits that are not square', () => {
    const logits = tf.zeros<tf.Rank.R2>([2, 3]);
    expect(() => crossEntropyWithDiagonal(logits)).toThrow(UserError);
    logits.dispose();
  });
});
