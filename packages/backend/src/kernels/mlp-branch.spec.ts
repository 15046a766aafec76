import { mlpSizes } from '../testing/branch-sizes';
import { expectParity, type Numbers } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { exactGelu, normalised, product, shifted, sum } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { uniformOf, type Tensor1D, type Tensor2D } from '@alignclip/core';
import type { Dropped } from './dropout';
import { mlpBranch } from './mlp-branch';

const vector = (x: Tensor2D): Tensor1D => tf.reshape(x, [-1]);

interface Setting {
  readonly epsilon?: number;
  readonly rate?: number | undefined;
}

const droppedOf = ({ rate }: Setting, rows: number): Dropped | undefined =>
  rate === undefined ? undefined : { rate, words: Int32Array.from({ length: 2 * rows }, (_, i) => 7919 * (i + 1)) };

const kernel =
  ({ rate, ...ofNorm }: Setting) =>
  (...[x, g, b, w1, b1, w2, b2]: Tensor2D[]): Tensor2D =>
    mlpBranch(x!, {
      norm: { scale: vector(g!), bias: vector(b!), ...ofNorm },
      input: { kernel: w1!, bias: vector(b1!) },
      output: { kernel: w2!, bias: vector(b2!) },
      dropped: droppedOf({ rate }, x!.shape[0]),
    });

function formula({ epsilon, rate = 0 }: Setting, rows: number, width: number) {
  const draws = uniformOf(droppedOf({ rate }, rows)!.words, width);
  return (...[x, g, b, w1, b1, w2, b2]: Numbers[]): Numbers => {
    const inner = shifted(product(normalised(x!, g!, b!, epsilon), w1!), b1!);
    const active = inner.map((row) => row.map(exactGelu));
    const branch = shifted(product(active, w2!), b2!);
    return sum(
      x!,
      branch.map((row, i) => row.map((value, j) => (draws[i * row.length + j]! < rate ? 0 : value / (1 - rate)))),
    );
  };
}

onEachBackend('mlpBranch', () => {
  it.each([
    [1, 3, 5, {}],
    [4, 16, 32, {}],
    [70, 19, 7, {}],
    [4, 16, 32, { epsilon: 0.3 }],
    [5, 16, 32, { rate: 0.4 }],
    [70, 19, 7, { rate: 0.1 }],
  ])('agrees with the formula for %i rows of %i and an MLP of %i, %j', (rows, width, inner, setting) => {
    const inputs = mlpSizes(rows, width, inner).map(([r, c], i) => randomMatrix(1 + i, r, c));
    expectParity({ inputs, kernel: kernel(setting), formula: formula(setting, rows, width), tolerance: 4e-6 });
  });
});
