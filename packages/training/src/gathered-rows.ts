import { tf } from '@alignclip/backend';
import type { Peers, Tensor2D } from '@alignclip/core';

/** The rows of all workers under each name, [n, d] → [size · n, d], in one exchange. */
export function gatheredRows<T extends Readonly<Record<string, Tensor2D>>>(peers: Peers, own: T, what: string): T {
  if (peers.size === 1) return own;
  const names = Object.keys(own);
  const widths = names.map((name) => own[name]!.shape[1]);
  return tf.tidy(() => {
    const all = peers.gather(tf.concat2d(Object.values(own), 1), what);
    const parts = tf.split(all, widths, 1);
    return Object.fromEntries(names.map((name, i) => [name, parts[i]!])) as unknown as T;
  });
}
