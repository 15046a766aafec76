import { expectParity, type Numbers } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { exactGelu } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { biasGelu } from './gelu';
import { gelu } from './gelu';
import { quickGelu, tanhGelu } from './gelu';

const quick = (x: number): number => x / (1 + Math.exp(-1.702 * x));
const wide = (): Numbers => randomMatrix(1, 5, 37).map((row) => row.map((number) => Math.fround(3 * number)));

onEachBackend('gelu', () => {
  it('agrees with x Φ(x) near zero and far out', () => {
    expectParity({ inputs: [wide()], kernel: (x) => gelu(x), formula: (x) => x.map((row) => row.map(exactGelu)) });
  });
});

onEachBackend('quickGelu', () => {
  it('agrees with x sigmoid(1.702 x)', () => {
    expectParity({ inputs: [wide()], kernel: (x) => quickGelu(x), formula: (x) => x.map((row) => row.map(quick)) });
  });
});

const tanh = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

onEachBackend('tanhGelu', () => {
  it('agrees with its formula, within 5e-4 of the exact GELU', () => {
    const x = wide();
    expectParity({ inputs: [x], kernel: (one) => tanhGelu(one), formula: (one) => one.map((row) => row.map(tanh)) });
    for (const number of x.flat()) expect(Math.abs(tanh(number) - exactGelu(number))).toBeLessThan(5e-4);
  });
});

onEachBackend('biasGelu', () => {
  it.each([
    [1, 1],
    [4, 15],
    [7, 16],
    [66, 17],
  ])('agrees with the GELU of the sum for %i rows of %i', (rows, columns) => {
    expectParity({
      inputs: [randomMatrix(1, rows, columns), randomMatrix(2, 1, columns)],
      kernel: (x, bias) => biasGelu(x, tf.reshape(bias, [-1])),
      formula: (x, bias) => x.map((row) => row.map((number, j) => exactGelu(number + bias[0]![j]!))),
    });
  });

  it('is 0 far below zero, x far above, and not a number where x is not', () => {
    const x = [-1e30, -40, -6, 6, 40, 1e30];
    const values = tf.tidy(() => biasGelu(tf.tensor2d([[...x, NaN]]), tf.zeros([7])).dataSync());
    expect([...values.slice(3, 6)]).toEqual(x.slice(3).map(Math.fround));
    expect(Math.max(...values.slice(0, 3).map(Math.abs))).toBeLessThan(1e-6);
    expect(values[6]).toBeNaN();
  });
});
