import { expectParity, type Numbers } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { exactGelu, normalised, product, shifted, sum } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import type { Tensor1D, Tensor2D } from '@alignclip/core';
import { mlpBranch } from './mlp-branch';

const vector = (x: Tensor2D): Tensor1D => tf.reshape(x, [-1]);

const kernel =
  (ofNorm: { readonly epsilon?: number }) =>
  (...[x, g, b, w1, b1, w2, b2]: Tensor2D[]): Tensor2D =>
    mlpBranch(x!, {
      norm: { scale: vector(g!), bias: vector(b!), ...ofNorm },
      input: { kernel: w1!, bias: vector(b1!) },
      output: { kernel: w2!, bias: vector(b2!) },
    });

const formula =
  ({ epsilon }: { readonly epsilon?: number }) =>
  (...[x, g, b, w1, b1, w2, b2]: Numbers[]): Numbers => {
    const inner = shifted(product(normalised(x!, g!, b!, epsilon), w1!), b1!);
    const active = inner.map((row) => row.map(exactGelu));
    return sum(x!, shifted(product(active, w2!), b2!));
  };

onEachBackend('mlpBranch', () => {
  it.each([
    [1, 3, 5, {}],
    [4, 16, 32, {}],
    [70, 19, 7, {}],
    [4, 16, 32, { epsilon: 0.3 }],
  ])('agrees with the formula for %i rows of %i and an MLP of %i, norm %j', (rows, width, inner, norm) => {
    const sizes = [
      [rows, width],
      [1, width],
      [1, width],
      [width, inner],
      [1, inner],
      [inner, width],
      [1, width],
    ] as const;
    const inputs = sizes.map(([r, c], i) => randomMatrix(1 + i, r, c));
    expectParity({ inputs, kernel: kernel(norm), formula: formula(norm), tolerance: 4e-6 });
  });
});
