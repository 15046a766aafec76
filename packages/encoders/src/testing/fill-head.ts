import { tf } from '@alignclip/backend';
import { ParameterStore, Scope } from '@alignclip/nn';
import type { HeadSides } from '../head-input';

/** Two rows of four features, as the PyTorch program of the specs of heads makes them. */
export const madeFeatures = () =>
  tf.tensor2d(
    Array.from({ length: 8 }, (_, i) => (((i >> 2) * 5 + (i & 3) * 3) % 11) / 4 - 1),
    [2, 4],
  );

/** Sides of a head on features of width 4, both at the same addresses. */
export function madeSides(): { readonly sides: HeadSides; readonly store: ParameterStore } {
  const store = new ParameterStore(0);
  const side = { scope: new Scope(store, (path) => path), width: 4 };
  return { sides: { image: side, text: side }, store };
}

/** Gives an address the values sin(1.7 i + number) / 2 in row-major order, plus `base`. */
export function fill(store: ParameterStore, address: string, number: number, base = 0): void {
  const { shape, size } = store.get(address)!;
  const values = Float32Array.from({ length: size }, (_, i) => base + Math.sin(1.7 * i + number) / 2);
  tf.tidy(() => store.assign(address, tf.tensor(values, shape)));
}
