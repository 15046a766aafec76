import { createHash } from 'node:crypto';
import type { Tensor, Tensor2D } from '@alignclip/core';
import { attention } from '../kernels/attention';
import { bfloat16Product } from '../kernels/bfloat16-product';
import { attentionBranch } from '../kernels/attention-branch';
import { mlpBranch } from '../kernels/mlp-branch';
import { withPrecision } from '../precision';
import { selectBackend } from '../select-backend';
import { tf } from '../tf';

/** Sizes n, k, m that take both orders of work, and fill several blocks, tiles and threads. */
const sizes = [
  [1030, 70, 130],
  [1060, 300, 70],
  [130, 1100, 200],
  [50, 3000, 33],
] as const;

/** Numbers in (−1, 1) from a seed. */
export function made(seed: number, rows: number, columns: number): Tensor2D {
  let state = seed;
  const number = (): number => (state = (Math.imul(state, 1664525) + 1013904223) | 0) / 2 ** 31;
  return tf.tensor2d(Float32Array.from({ length: rows * columns }, number), [rows, columns]);
}

/** Examples enough to give each thread some; tokens that fill several tiles and blocks. */
const attentions = [
  { batch: 40, tokens: 33, heads: 4, causal: true },
  { batch: 3, tokens: 270, heads: 2, causal: false },
] as const;

function* results(): Generator<() => Tensor> {
  for (const [n, k, m] of sizes)
    for (const which of [0, 1, 2, 3]) {
      const [ta, tb] = [which % 2 === 1, which > 1];
      yield () => bfloat16Product(ta ? made(1, k, n) : made(1, n, k), tb ? made(2, m, k) : made(2, k, m), ta, tb);
    }
  for (const shape of attentions) {
    const [rows, width] = [shape.batch * shape.tokens, 20 * shape.heads];
    const value = (x: Tensor) => withPrecision('bfloat16', () => attention(x as Tensor2D, shape));
    yield () => value(made(3, rows, 3 * width));
    yield () => tf.grad(value)(made(3, rows, 3 * width), made(4, rows, width));
  }
  yield* branches();
}

/** Both halves of a block, with an inner size of several blocks of the depth. */
function* branches(): Generator<() => Tensor> {
  const [shape, width] = [{ batch: 30, tokens: 40, heads: 4, causal: false }, 64];
  const rows = shape.batch * shape.tokens;
  const vector = (seed: number, size: number) => tf.reshape<tf.Rank.R1>(made(seed, 1, size), [size]);
  const norm = () => ({ scale: vector(5, width), bias: vector(6, width) });
  const layer = (from: number, to: number) => ({ kernel: made(7, from, to), bias: vector(8, to) });
  const both = (x: Tensor): Tensor => {
    const attended = attentionBranch(
      x as Tensor2D,
      { norm: norm(), qkv: layer(width, 3 * width), output: layer(width, width) },
      shape,
    );
    return mlpBranch(attended, { norm: norm(), input: layer(width, 520), output: layer(520, width) });
  };
  const value = (x: Tensor): Tensor => withPrecision('bfloat16', () => both(x));
  yield () => value(made(9, rows, width));
  yield () => tf.grad(value)(made(9, rows, width), made(10, rows, width));
}

/** SHA-256 of the bits of many products and attentions in bfloat16. Call it when a backend is selected. */
export function bfloat16Bits(): string {
  const hash = createHash('sha256');
  for (const result of results()) {
    const tensor = tf.tidy(result);
    hash.update(new Uint8Array(Float32Array.from(tensor.dataSync()).buffer));
    tensor.dispose();
  }
  return hash.digest('hex');
}

if (require.main === module) void selectBackend().then(() => console.log(bfloat16Bits()));
