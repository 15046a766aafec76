import { UserError } from '@alignclip/core';
import { expectParity } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { attended } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { attention } from './attention';

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
