import { tf } from '@alignclip/backend';
import type { Peers } from '@alignclip/core';
import type { Gradients } from './gradients';

/**
 * Adds the gradients of the parts of a batch in one binary tree, ((1 + 2) + (3 + 4)) + …, as they come: there is never more
 * than one sum for each power of two. Workers that hold neighbouring parts, as many as a power of two, each have one branch of it.
 */
export class GradientTree {
  private readonly branches: { readonly parts: number; readonly gradients: Gradients }[] = [];

  /** The tree disposes them. */
  add(gradients: Gradients): void {
    let branch = { parts: 1, gradients };
    while (this.branches.at(-1)?.parts === branch.parts) {
      const before = this.branches.pop()!;
      branch = { parts: 2 * branch.parts, gradients: added(before.gradients, branch.gradients) };
    }
    this.branches.push(branch);
  }

  /** What is left of an incomplete tree is added from the last to the first. */
  total(): Gradients {
    return this.branches.map(({ gradients }) => gradients).reduceRight((later, earlier) => added(earlier, later));
  }
}

/** Sums by address; disposes the summands. */
export function added(a: Gradients, b: Gradients): Gradients {
  const sums = Object.entries(b).map(([address, gradient]) => {
    const before = a[address];
    if (before === undefined) return [address, gradient] as const;
    const sum = tf.add(before, gradient);
    tf.dispose([before, gradient]);
    return [address, sum] as const;
  });
  return { ...a, ...Object.fromEntries(sums) };
}

export interface Branch {
  /** The gradients of a worker's parts. */
  readonly own: Gradients;
  /** What all workers have alike and only the first adds to its own. */
  readonly untouched: Gradients;
  /** What is added; everything else stays as the worker has it. */
  readonly addresses: readonly string[];
}

/** The branches of all workers added, in one vector. Disposes what it replaces. */
export function addedByAll(peers: Peers, { own, untouched, addresses }: Branch, what: string): Gradients {
  if (peers.size === 1 || addresses.length === 0) return { ...untouched, ...own };
  const shared = addresses.map((address) => own[address]!);
  const sums = tf.tidy(() => {
    const sum = peers.sum(tf.concat1d(shared.map((gradient) => tf.reshape<tf.Rank.R1>(gradient, [-1]))), what);
    let start = 0;
    return shared.map(({ shape, size }) => {
      start += size;
      return tf.reshape(tf.slice1d(sum, start - size, size), shape);
    });
  });
  tf.dispose([...shared, ...addresses.flatMap((address) => untouched[address] ?? [])]);
  return { ...untouched, ...own, ...Object.fromEntries(addresses.map((address, i) => [address, sums[i]!])) };
}
