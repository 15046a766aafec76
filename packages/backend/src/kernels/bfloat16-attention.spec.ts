import { describeWhere } from '@alignclip/core/testing';
import type { Tensor, Tensor1D, Tensor2D } from '@alignclip/core';
import { withPrecision } from '../precision';
import { attendedInBfloat16, type Bounded } from '../testing/bfloat16-attention';
import { inEachForm } from '../testing/bfloat16-forms';
import { onEachBackend } from '../testing/on-each-backend';
import { noBfloat16, ownBfloat16 } from '../testing/own-bfloat16';
import { attentionSizes } from '../testing/branch-sizes';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { attention, shiftedAttention } from './attention';
import { attentionBranch } from './attention-branch';
import type { AttentionShape } from './branches';

const vector = (x: Tensor): Tensor1D => tf.reshape(x, [-1]);
const low = <T>(work: () => T): T => withPrecision('bfloat16', work);

/** Value, then gradients; these are taken outside the scope. */
function valueAndGradients(kernel: (...inputs: Tensor2D[]) => Tensor, inputs: Tensor2D[], dy: Tensor): Float32Array[] {
  const scoped = (...given: Tensor[]): Tensor => low(() => kernel(...(given as Tensor2D[])));
  return [scoped(...inputs), ...tf.grads(scoped)(inputs, dy)].map((tensor) => Float32Array.from(tensor.dataSync()));
}

const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));
const distance = (a: Float32Array, b: ArrayLike<number>): number =>
  norm(a.map((value, i) => value - b[i]!)) / Math.max(norm(b), 1e-30);

/** `cast` rounds results too, so that all but the order of sizes is lost. */
function expectBounded(got: Float32Array, { values, errors }: Bounded, form: string): void {
  const [wanted, allowed] = [values.flat(), errors.flat()];
  expect(got).toHaveLength(wanted.length);
  if (form === 'cast') return expect(distance(got, wanted)).toBeLessThan(0.03);
  const outside = [...got.keys()].filter((i) => !(Math.abs(got[i]! - wanted[i]!) <= allowed[i]! + 1e-7));
  expect(outside.map((i) => [i, got[i], wanted[i], allowed[i]])).toEqual([]);
}

interface Sizes {
  readonly batch: number;
  readonly tokens: number;
  readonly heads: number;
  readonly size: number;
}

function expectExact({ batch, tokens, heads, size }: Sizes): void {
  const qkv = randomMatrix(tokens, batch * tokens, 3 * heads * size);
  const outer = randomMatrix(1 + tokens, batch * tokens, heads * size);
  for (const causal of [false, true]) {
    const shape = { batch, tokens, heads, causal };
    const { out, gradient } = attendedInBfloat16(qkv, outer, shape);
    inEachForm((form) => {
      const kernel = (x: Tensor2D): Tensor => attention(x, shape);
      const [value, slope] = valueAndGradients(kernel, [tf.tensor2d(qkv)], tf.tensor2d(outer));
      expectBounded(value!, out, form);
      expectBounded(slope!, gradient, form);
    });
  }
}

onEachBackend('attention in bfloat16', () => {
  it.each([
    { batch: 1, tokens: 1, heads: 1, size: 1 },
    { batch: 2, tokens: 3, heads: 1, size: 4 },
    { batch: 1, tokens: 5, heads: 3, size: 7 },
    { batch: 1, tokens: 33, heads: 1, size: 35 },
  ])('agrees with exactly rounded operands: $batch × $tokens tokens, $heads heads of $size', expectExact);
});

type Attending = (shape: AttentionShape) => (...inputs: Tensor2D[]) => Tensor;
const [rows, width, heads] = [2 * 31, 24, 2];
const packed = [
  [rows, 3 * width],
  [1, 3 * width],
] as const;
const kernels: Record<string, { kernel: Attending; shapes: readonly (readonly [number, number])[] }> = {
  'attention with biases': {
    kernel: (shape) => (x, b) => shiftedAttention(x, vector(b), undefined, shape),
    shapes: packed,
  },
  'shifted attention': {
    kernel: (shape) => (x, b, shift) =>
      shiftedAttention(x, vector(b), tf.reshape<tf.Rank.R3>(shift, [heads, 31, 31]), shape),
    shapes: [...packed, [heads * 31, 31]],
  },
  'the attention branch': {
    kernel:
      (shape) =>
      (x, g, b, ...[qkv, qkvBias, out, outBias]) =>
        attentionBranch(
          x,
          {
            norm: { scale: vector(g), bias: vector(b) },
            qkv: { kernel: qkv!, bias: vector(qkvBias!) },
            output: { kernel: out!, bias: vector(outBias!) },
          },
          shape,
        ),
    shapes: attentionSizes(rows, width),
  },
};

describeWhere(ownBfloat16(), noBfloat16, 'our own attention in bfloat16', () => {
  beforeAll(() => tf.setBackend('tensorflow'));

  it('agrees with exactly rounded operands over several blocks of the depth', () =>
    expectExact({ batch: 1, tokens: 290, heads: 1, size: 3 }));

  it.each(Object.keys(kernels))('agrees with the composed form: %s', (name) => {
    const { kernel, shapes } = kernels[name]!;
    for (const causal of [false, true]) {
      const attending = kernel({ batch: 2, tokens: 31, heads, causal });
      const found = new Map<string, Float32Array[]>();
      inEachForm((form) => {
        const inputs = shapes.map(([r, c], i) => tf.tensor2d(randomMatrix(1 + i, r, c)));
        found.set(form, valueAndGradients(attending, inputs, tf.tensor2d(randomMatrix(9, rows, width))));
      });
      const composed = found.get('composed')!;
      found.get('own')!.forEach((values, i) => expect(distance(values, composed[i]!)).toBeLessThan(3e-4));
    }
  });

  it('gives an example the same bits among any number of others', () => {
    const shape = { batch: 1, tokens: 19, heads, causal: false };
    const one = randomMatrix(3, 19, 3 * width);
    const bits = new Set<string>();
    for (const batch of [1, 2, 5])
      for (const example of tf.tidy(() => {
        const x = tf.tensor2d(Array.from({ length: batch }, () => one).flat());
        return tf
          .reshape(
            low(() => attention(x, { ...shape, batch })),
            [batch, 19 * width],
          )
          .arraySync() as number[][];
      }))
        bits.add(example.join());
    expect(bits.size).toBe(1);
  });
});
