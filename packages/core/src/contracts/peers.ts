import type { Tensor } from '../tensors';
import { token } from '../token';

/**
 * The workers that train one model together, each a process with the same weights. All make the same calls in the same
 * order, with float32 tensors of one shape. `what` names in an error what was waited for. Throws UserError where a worker
 * is lost, late or does something else; after that no call works.
 */
export interface Peers {
  /** Of this process, from 0. */
  readonly rank: number;
  /** A power of two. */
  readonly size: number;
  /** The rows of all workers in the order of their ranks: [n, …] each → [size · n, …]. */
  gather<T extends Tensor>(rows: T, what: string): T;
  /** The sum over workers, ((0 + 1) + (2 + 3)) + …: one binary tree, and so the same bits for all. */
  sum<T extends Tensor>(values: T, what: string): T;
  /** Whether any worker says so. */
  agree(flag: boolean, what: string): boolean;
  /** Returns when all workers have called it. */
  barrier(what: string): void;
}

/** A process that trains by itself. */
export const alone: Peers = {
  rank: 0,
  size: 1,
  gather: (rows) => rows.clone(),
  sum: (values) => values.clone(),
  agree: (flag) => flag,
  barrier: () => undefined,
};

/** In no run's configuration: results don't depend on the number of workers. */
export const Peers = token<Peers>('peers');

/** Which worker a process is: it makes the rows [rank · n, (rank + 1) · n) of a batch of size · n. */
export type Share = Pick<Peers, 'rank' | 'size'>;

/** The part of the items that a worker makes; all of them without a share. */
export function ownShare<T>(items: readonly T[], share?: Share): readonly T[] {
  if (share === undefined || share.size === 1) return items;
  const count = items.length / share.size;
  return items.slice(share.rank * count, (share.rank + 1) * count);
}
