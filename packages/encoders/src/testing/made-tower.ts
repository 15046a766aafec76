import { tf } from '@alignclip/backend';
import type { Tensor, Tensor2D } from '@alignclip/core';
import { ParameterStore, Scope } from '@alignclip/nn';

/** A tower with its parameters in a store of its own. */
export function build<Encoder>(make: (scope: Scope) => Encoder): {
  readonly tower: Encoder;
  readonly store: ParameterStore;
} {
  const store = new ParameterStore(0);
  return { tower: make(new Scope(store, (path) => path)), store };
}

/** The largest difference of two tensors of one shape. */
export const difference = (a: Tensor, b: Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;

/** Texts of 3 to 5 tokens with start and end. */
export const texts = (count: number): number[][] =>
  Array.from({ length: count }, (_, i) => [
    18,
    ...Array.from({ length: 1 + (i % 3) }, (_, j) => 1 + ((5 * i + 3 * j) % 17)),
    19,
  ]);

/** Padded with 0 to `length`, [rows, length] int32. */
export const tokenIds = (rows: readonly number[][], length: number): Tensor2D =>
  tf.tensor2d(
    rows.map((row) => Array.from({ length }, (_, i) => row[i] ?? 0)),
    [rows.length, length],
    'int32',
  );
