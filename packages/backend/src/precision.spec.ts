import type { Tensor, Tensor1D, Tensor2D } from '@alignclip/core';
import { attention, attentionBranch, linear, matMul, mlpBranch, rowProduct, shiftedAttention } from './kernels';
import { productPrecision, withPrecision, type Precision } from './precision';
import { onEachBackend } from './testing/on-each-backend';
import { tf } from './tf';

type Kernel = (...inputs: Tensor[]) => Tensor;

const [rows, width, heads] = [24, 12, 3];
const vector = (x: Tensor | undefined): Tensor1D => tf.reshape(x!, [-1]);
const as2D = (x: Tensor | undefined): Tensor2D => x as Tensor2D;
const layer = (kernel: Tensor | undefined, bias: Tensor | undefined) => ({ kernel: as2D(kernel), bias: vector(bias) });
const branch = [[rows, width], [width], [width]];
const shape = { batch: 4, tokens: 6, heads, causal: true };

const kernels: Record<string, { kernel: Kernel; shapes: number[][] }> = {
  matMul: {
    kernel: (a, b) => matMul(as2D(a), as2D(b)),
    shapes: [
      [rows, width],
      [width, width],
    ],
  },
  linear: {
    kernel: (x, w, b) => linear(as2D(x), as2D(w), vector(b)),
    shapes: [[rows, width], [width, width], [width]],
  },
  rowProduct: {
    kernel: (x, w) => rowProduct(as2D(x), as2D(w)),
    shapes: [
      [rows, width],
      [width, width],
    ],
  },
  attention: { kernel: (x) => attention(as2D(x), shape), shapes: [[rows, 3 * width]] },
  shiftedAttention: {
    kernel: (x, bias, shift) => shiftedAttention(as2D(x), vector(bias), shift as tf.Tensor3D, shape),
    shapes: [[rows, 3 * width], [3 * width], [heads, 6, 6]],
  },
  mlpBranch: {
    kernel: (x, scale, bias, ...[up, upBias, down, downBias]) =>
      mlpBranch(as2D(x), {
        norm: { scale: vector(scale), bias: vector(bias) },
        input: layer(up, upBias),
        output: layer(down, downBias),
      }),
    shapes: [...branch, [width, 2 * width], [2 * width], [2 * width, width], [width]],
  },
  attentionBranch: {
    kernel: (x, scale, bias, ...[qkv, qkvBias, out, outBias]) =>
      attentionBranch(
        as2D(x),
        { norm: { scale: vector(scale), bias: vector(bias) }, qkv: layer(qkv, qkvBias), output: layer(out, outBias) },
        shape,
      ),
    shapes: [...branch, [width, 3 * width], [3 * width], [width, width], [width]],
  },
};

/** Value and gradients; the gradients are taken outside the scope of the value. */
function numbers(name: string, precision: Precision): Float32Array[] {
  const { kernel, shapes } = kernels[name]!;
  return tf.tidy(() => {
    const inputs = shapes.map((size, i) => tf.randomNormal(size, 0, 0.5, 'float32', 1 + i));
    const scoped: Kernel = (...given) => withPrecision(precision, () => kernel(...given));
    const dy = tf.randomNormal([rows, width], 0, 1, 'float32', 20);
    return [scoped(...inputs), ...tf.grads(scoped)(inputs, dy)].map((tensor) => Float32Array.from(tensor.dataSync()));
  });
}

const size = (values: Float32Array): number => Math.hypot(...values);
const distance = (a: Float32Array, b: Float32Array): number => size(a.map((value, i) => value - b[i]!)) / size(b);

onEachBackend('withPrecision', () => {
  it.each(Object.keys(kernels))('rounds the products of %s, and those of its gradients', (name) => {
    const [plain, low] = [numbers(name, 'float32'), numbers(name, 'bfloat16')];
    low.forEach((values, i) => {
      const isBiasOfEnd = distance(values, plain[i]!) === 0; // a sum of dy, without a product
      if (i > 0 && isBiasOfEnd) return expect([name, i]).toEqual([name, low.length - 1]);
      expect(distance(values, plain[i]!)).toBeGreaterThan(1e-4);
      expect(distance(values, plain[i]!)).toBeLessThan(0.02);
    });
  });
});

describe('withPrecision', () => {
  it('nests, gives the result back, and ends where the work throws', () => {
    const inner = withPrecision('bfloat16', () => [
      productPrecision(),
      withPrecision('float32', productPrecision),
      productPrecision(),
    ]);
    expect(inner).toEqual(['bfloat16', 'float32', 'bfloat16']);
    const fails = (): never => {
      throw new Error('failed');
    };
    expect(() => withPrecision('bfloat16', fails)).toThrow('failed');
    expect(productPrecision()).toBe('float32');
  });
});
