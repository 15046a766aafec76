import { expectParity } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { product, shifted } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { rowProduct, rowsAreIndependent } from './row-product';

onEachBackend('rowProduct', () => {
  it.each([
    [1, 1, 1],
    [2, 3, 5],
    [7, 16, 33],
    [13, 40, 64],
  ])('agrees with the formula, and so do its gradients: [%i, %i] × [., %i]', (rows, inner, columns) => {
    const [x, kernel, bias] = [
      randomMatrix(1, rows, inner),
      randomMatrix(2, inner, columns),
      randomMatrix(3, 1, columns),
    ];
    expectParity({
      inputs: [x, kernel, bias],
      kernel: (rows, weights, b) => rowProduct(rows, weights, tf.reshape(b, [columns])),
      formula: (rows, weights, b) => shifted(product(rows, weights), b),
    });
  });

  it('gives a row the same bits at every place and among any number of rows', () => {
    if (!rowsAreIndependent()) return;
    const [row, kernel] = [randomMatrix(1, 1, 200)[0]!, tf.tensor2d(randomMatrix(2, 200, 70))];
    const found = new Set<string>();
    for (const count of [1, 2, 5, 6, 7, 12, 13, 100]) {
      const x = Array.from({ length: count }, () => row);
      for (const one of tf.tidy(() => rowProduct(tf.tensor2d(x), kernel).arraySync())) found.add(one.join());
    }
    kernel.dispose();
    expect(found.size).toBe(1);
  });
});
