import { type Tensor, type Tensor1D, type Tensor2D } from '@alignclip/core';
import { describeWhere } from '@alignclip/core/testing';
import { withPrecision } from '../precision';
import { inEachForm } from '../testing/bfloat16-forms';
import { attentionSizes, mlpSizes } from '../testing/branch-sizes';
import { mlpInBfloat16, type MlpInputs } from '../testing/bfloat16-mlp';
import type { Numbers } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { noBfloat16, ownBfloat16 } from '../testing/own-bfloat16';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { shiftedAttention } from './attention';
import { attentionBranch } from './attention-branch';
import { dropout } from './dropout';
import { layerNorm } from './layer-norm';
import { linear } from './mat-mul';
import { mlpBranch } from './mlp-branch';

const vector = (x: Tensor | undefined): Tensor1D => tf.reshape(x!, [-1]);
const low = <T>(work: () => T): T => withPrecision('bfloat16', work);
const bits = (tensor: Tensor): number[] => [...tensor.dataSync()];

function distance(got: Tensor, wanted: Numbers): number {
  const numbers = wanted.flat();
  return Math.hypot(...bits(got).map((value, i) => value - numbers[i]!)) / Math.hypot(...numbers);
}

const mlp =
  (dropped?: { rate: number; words: Int32Array }) =>
  (...[x, g, b, w1, b1, w2, b2]: Tensor[]): Tensor2D =>
    low(() =>
      mlpBranch(x as Tensor2D, {
        norm: { scale: vector(g), bias: vector(b) },
        input: { kernel: w1 as Tensor2D, bias: vector(b1) },
        output: { kernel: w2 as Tensor2D, bias: vector(b2) },
        ...(dropped && { dropped }),
      }),
    );

onEachBackend('mlpBranch in bfloat16', () => {
  it.each([
    [9, 6, 20],
    [33, 17, 34],
    [40, 10, 7],
    [2, 300, 36],
  ])('agrees with exactly rounded operands and kept rows: %i rows of %i, %i inside', (...sizes) => {
    const inputs = mlpSizes(...sizes).map(([r, c], i) => randomMatrix(1 + i, r, c)) as MlpInputs;
    const dy = randomMatrix(9, sizes[0], sizes[1]);
    const { value, dKernel, dBias, dOutputKernel } = mlpInBfloat16(inputs, dy);
    inEachForm((form) => {
      const tensors = inputs.map((matrix) => tf.tensor2d(matrix));
      const gradients = tf.grads(mlp())(tensors, tf.tensor2d(dy));
      const found = [mlp()(...tensors), gradients[3]!, gradients[4]!, gradients[5]!];
      [value, dKernel, dBias, dOutputKernel].forEach((wanted, i) =>
        expect(distance(found[i]!, wanted)).toBeLessThan(form === 'cast' ? 0.02 : 4e-4),
      );
    });
  });
});

describeWhere(ownBfloat16(), noBfloat16, 'branches in bfloat16 by our own operations', () => {
  beforeAll(() => tf.setBackend('tensorflow'));

  it('keep rows in half the memory', () => {
    tf.tidy(() => {
      const tensors = mlpSizes(64, 32, 128).map(([r, c], i) => tf.tensor2d(randomMatrix(1 + i, r, c)));
      const kept = (work: () => Tensor): number => {
        const before = tf.memory().numBytes;
        let bytes = 0;
        tf.grad((x: Tensor) => {
          const result = tf.mul(work(), tf.sum(x));
          bytes = tf.memory().numBytes - before;
          return result;
        })(tf.scalar(1));
        return bytes;
      };
      const whole = kept(() => withPrecision('float32', () => mlpOf(tensors)));
      expect(whole - kept(() => low(() => mlpOf(tensors)))).toBeGreaterThanOrEqual(64 * 128 * 2);
    });
  });

  it('give attention the bits of its float32 rows', () => {
    const [rows, width, shape] = [2 * 19, 24, { batch: 2, tokens: 19, heads: 2, causal: true }];
    tf.tidy(() => {
      const tensors = attentionSizes(rows, width).map(([r, c], i) => tf.tensor2d(randomMatrix(1 + i, r, c)));
      const branch = (...[x, g, b, qkv, qkvBias, out, outBias]: Tensor[]): Tensor =>
        low(() =>
          attentionBranch(
            x as Tensor2D,
            {
              norm: { scale: vector(g), bias: vector(b) },
              qkv: { kernel: qkv as Tensor2D, bias: vector(qkvBias) },
              output: { kernel: out as Tensor2D, bias: vector(outBias) },
            },
            shape,
          ),
        );
      const parts = (...[x, g, b, qkv, qkvBias, out, outBias]: Tensor[]): Tensor =>
        low(() => {
          const packed = linear(layerNorm(x as Tensor2D, vector(g), vector(b)), qkv as Tensor2D);
          const mixed = shiftedAttention(packed, vector(qkvBias), undefined, shape);
          return tf.add(x!, linear(mixed, out as Tensor2D, vector(outBias)));
        });
      const dy = tf.tensor2d(randomMatrix(9, rows, width));
      expect(bits(branch(...tensors))).toEqual(bits(parts(...tensors)));
      const [own, plain] = [tf.grads(branch)(tensors, dy), tf.grads(parts)(tensors, dy)];
      for (const i of [3, 4, 5]) expect(bits(own[i]!)).toEqual(bits(plain[i]!));
    });
  });

  it('leave out of the MLP what dropout leaves out', () => {
    const [rows, width] = [20, 8];
    const dropped = { rate: 0.4, words: Int32Array.from({ length: 2 * rows }, (_, i) => 7919 * (i + 1)) };
    tf.tidy(() => {
      const tensors = mlpSizes(rows, width, 16).map(([r, c], i) => tf.tensor2d(randomMatrix(1 + i, r, c)));
      const rest = (...inputs: Tensor[]): Tensor =>
        tf.add(inputs[0]!, dropout(tf.sub<Tensor2D>(mlp()(...inputs), inputs[0]!), dropped));
      const dy = tf.tensor2d(randomMatrix(9, rows, width));
      const [own, parts] = [tf.grads(mlp(dropped))(tensors, dy), tf.grads(rest)(tensors, dy)];
      expect(distance(mlp(dropped)(...tensors), rest(...tensors).arraySync() as Numbers)).toBeLessThan(1e-5);
      own.forEach((gradient, i) => expect(distance(gradient, [bits(parts[i]!)])).toBeLessThan(1e-5));
    });
  });
});

const mlpOf = ([x, g, b, w1, b1, w2, b2]: readonly Tensor[]): Tensor2D =>
  mlpBranch(x as Tensor2D, {
    norm: { scale: vector(g), bias: vector(b) },
    input: { kernel: w1 as Tensor2D, bias: vector(b1) },
    output: { kernel: w2 as Tensor2D, bias: vector(b2) },
  });
