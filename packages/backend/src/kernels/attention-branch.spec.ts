import { UserError, type Tensor1D, type Tensor2D } from '@alignclip/core';
import { attentionSizes } from '../testing/branch-sizes';
import { expectParity, type Numbers } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { attended, normalised, product, shifted, sum } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import type { AttentionShape } from './branches';
import { attentionBranch } from './attention-branch';

const vector = (x: Tensor2D): Tensor1D => tf.reshape(x, [-1]);

const kernel =
  (shape: AttentionShape, epsilon?: number) =>
  (...[x, g, b, qkv, qkvBias, out, outBias]: Tensor2D[]): Tensor2D =>
    attentionBranch(
      x!,
      {
        norm: { scale: vector(g!), bias: vector(b!), ...(epsilon !== undefined && { epsilon }) },
        qkv: { kernel: qkv!, bias: vector(qkvBias!) },
        output: { kernel: out!, bias: vector(outBias!) },
      },
      shape,
    );

const formula =
  (shape: AttentionShape, epsilon?: number) =>
  (...[x, g, b, qkv, qkvBias, out, outBias]: Numbers[]): Numbers => {
    const packed = shifted(product(normalised(x!, g!, b!, epsilon), qkv!), qkvBias!);
    return sum(x!, shifted(product(attended(packed, shape), out!), outBias!));
  };

onEachBackend('attentionBranch', () => {
  it.each([
    { batch: 1, tokens: 1, heads: 1, size: 2, causal: false },
    { batch: 2, tokens: 3, heads: 2, size: 3, causal: true },
    { batch: 3, tokens: 17, heads: 1, size: 16, causal: false },
    { batch: 2, tokens: 18, heads: 2, size: 9, causal: true },
    { batch: 2, tokens: 3, heads: 2, size: 3, causal: false, epsilon: 0.3 },
  ])(
    'agrees with the formula: $batch × $tokens tokens, $heads heads of $size, causal $causal, ε $epsilon',
    ({ size, epsilon, ...shape }) => {
      const inputs = attentionSizes(shape.batch * shape.tokens, shape.heads * size).map(([r, c], i) => {
        const matrix = randomMatrix(1 + i, r, c);
        return i === 3 ? matrix.map((row) => row.map((x) => Math.fround(0.3 * x))) : matrix;
      });
      expectParity({ inputs, kernel: kernel(shape, epsilon), formula: formula(shape, epsilon), tolerance: 4e-6 });
    },
  );

  it('refuses rows that do not fit', () => {
    const inputs = attentionSizes(6, 4).map(([r, c]) => tf.zeros<tf.Rank.R2>([r, c]));
    expect(() => tf.tidy(() => kernel({ batch: 2, tokens: 4, heads: 1, causal: false })(...inputs))).toThrow(UserError);
    tf.dispose(inputs);
  });
});
