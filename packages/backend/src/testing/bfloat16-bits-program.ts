import { createHash } from 'node:crypto';
import type { Tensor2D } from '@alignclip/core';
import { bfloat16Product } from '../kernels/bfloat16-product';
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

/** SHA-256 of the bits of many products in bfloat16. Call it when a backend is selected. */
export function bfloat16Bits(): string {
  const hash = createHash('sha256');
  for (const [n, k, m] of sizes)
    for (const which of [0, 1, 2, 3]) {
      const [ta, tb] = [which % 2 === 1, which > 1];
      const product = tf.tidy(() =>
        bfloat16Product(ta ? made(1, k, n) : made(1, n, k), tb ? made(2, m, k) : made(2, k, m), ta, tb),
      );
      hash.update(new Uint8Array(Float32Array.from(product.dataSync()).buffer));
      product.dispose();
    }
  return hash.digest('hex');
}

if (require.main === module) void selectBackend().then(() => console.log(bfloat16Bits()));
