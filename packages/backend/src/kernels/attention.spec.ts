import { UserError, type Tensor2D } from '@alignclip/core';
import { expectParity } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { attended, shifted } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { attention, shiftedAttention } from './attention';

onEachBackend('attention', () => {
  it.each([
    { batch: 1, tokens: 1, heads: 1, size: 1 },
    { batch: 2, tokens: 3, heads: 1, size: 4 },
    { batch: 1, tokens: 5, heads: 3, size: 7 },
    { batch: 2, tokens: 17, heads: 2, size: 3 },
    { batch: 3, tokens: 4, heads: 2, size: 16 },
    { batch: 1, tokens: 18, heads: 1, size: 17 },
  ])('agrees with the formula, plain and causal: $batch × $tokens tokens, $heads heads of $size', (size) => {
    const { batch, tokens, heads } = size;
    for (const causal of [false, true]) {
      const shape = { batch, tokens, heads, causal };
      expectParity({
        inputs: [randomMatrix(tokens, batch * tokens, 3 * heads * size.size)],
        kernel: (qkv) => attention(qkv, shape),
        formula: (qkv) => attended(qkv, shape),
      });
    }
  });

  it('does not overflow on large scores', () => {
    const shape = { batch: 1, tokens: 4, heads: 1, causal: true };
    const inputs = [randomMatrix(5, 4, 12).map((row) => row.map((number) => Math.fround(30 * number)))];
    const [value] = inputs.map((qkv) => attended(qkv, shape).flat());
    const got = tf.tidy(() => attention(tf.tensor2d(inputs[0]!), shape).dataSync());
    got.forEach((number, index) => expect(number).toBeCloseTo(value![index]!, 1));
  });

  it('refuses rows and columns that do not fit', () => {
    const qkv = tf.zeros<tf.Rank.R2>([6, 12]);
    expect(() => attention(qkv, { batch: 2, tokens: 4, heads: 1, causal: false })).toThrow(UserError);
    expect(() => attention(qkv, { batch: 2, tokens: 3, heads: 3, causal: false })).toThrow(/12 columns/);
    qkv.dispose();
  });
});

onEachBackend('shiftedAttention', () => {
  const shape = { batch: 3, tokens: 5, heads: 2, causal: false };
  const qkv = randomMatrix(1, 15, 24);
  const bias = randomMatrix(2, 1, 24);
  const run = (shift?: number[][][]) =>
    tf.tidy(() => {
      const matrices = shift && tf.tensor3d(shift);
      return shiftedAttention(tf.tensor2d(qkv), tf.tensor1d(bias[0]!), matrices, shape).arraySync();
    });
  const expectNear = (got: number[][], wanted: number[][]) =>
    got.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(wanted[i]![j]!, 5)));

  it('is attention with biases where there is no shift', () => expectNear(run(), attended(shifted(qkv, bias), shape)));

  it('adds the shift of a head to its scores: a high one selects the value', () => {
    const shift = [0, 1].map((head) =>
      Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (_, j) => (j === (i + head) % 5 ? 1000 : 0))),
    );
    const moved = shifted(qkv, bias);
    const value = (row: number, column: number) => moved[row]![16 + column]!;
    const wanted = qkv.map((_, row) => {
      const [start, token] = [row - (row % 5), row % 5];
      return Array.from({ length: 8 }, (_, j) => value(start + ((token + (j < 4 ? 0 : 1)) % 5), j));
    });
    expectNear(run(shift), wanted);
  });

  it.each([false, true])('has the gradients of the formula, causal: %s', (causal) => {
    const shape = { batch: 3, tokens: 5, heads: 2, causal };
    const asShift = (matrix: Tensor2D) => tf.reshape<tf.Rank.R3>(matrix, [2, 5, 5]);
    const inputs = [qkv, bias];
    expectParity({
      inputs,
      kernel: (x, b) => shiftedAttention(x, tf.reshape(b, [24]), undefined, shape),
      formula: (x, b) => attended(shifted(x, b), shape),
    });
    expectParity({
      inputs: [...inputs, randomMatrix(3, 10, 5)],
      kernel: (x, b, shift) => shiftedAttention(x, tf.reshape(b, [24]), asShift(shift), shape),
      formula: (x, b, shift) => attended(shifted(x, b), shape, shift),
    });
  });
});
