import { messageOf, type Peers, type Tensor, type Tensor1D } from '@alignclip/core';
import { dataType, type EagerBackend, string } from '../kernels/eager';
import { tf } from '../tf';
import { exchangeProblem } from './exchange-problem';
import { joined, mirrored, piecesOf } from './pieces';

/** The TensorFlow backend of a process that is a member of a cluster (native/collectives.cc). */
export type ClusterBackend = EagerBackend & {
  readonly binding: {
    /** From here on a collective operation fails with this message when the time is over. */
    watchCollective(milliseconds: number, rank: number, size: number, message: string): void;
    endWatch(): void;
    /** Whether only the addresses of the cluster reach the server of this process. */
    readonly serverIsLimited: boolean;
  };
};

/** Some of the workers, by TensorFlow's key of their group. */
interface Group {
  readonly key: number;
  readonly size: number;
  /** The same for all workers that make the same call. */
  readonly name: string;
}

/** Numbers in one message: gRPC is slow with larger ones. */
export const numbersAtOnce = 2 ** 19;

/**
 * Workers on TensorFlow's collective operations. Everything is gathered and added here: TensorFlow's own sum follows a ring,
 * so that its bits would depend on the number of workers.
 */
export class TensorflowPeers implements Peers {
  private readonly everyone: Group;
  /** Two keys for each kind of call, used in turn: a new one for each call would never be freed. */
  private readonly turns = new Map<string, { readonly first: number; next: 0 | 1 }>();
  /** Where TensorFlow puts the rows of each worker: it sorts them by name, so that 10 comes before 2. */
  private readonly places: readonly number[];

  constructor(
    private readonly backend: ClusterBackend,
    readonly rank: number,
    readonly size: number,
    /** In milliseconds, for each call. */
    private readonly limit: number,
  ) {
    this.everyone = { key: 1, size, name: 'all' };
    const byName = Array.from({ length: size }, (_, i) => String(i)).sort();
    this.places = Array.from({ length: size }, (_, i) => byName.indexOf(String(i)));
  }

  gather<T extends Tensor>(rows: T, what: string): T {
    const [n = 0, ...rest] = rows.shape;
    const atOnce = Math.max(1, Math.floor(numbersAtOnce / Math.max(1, rows.size / Math.max(1, n))));
    return tf.tidy(() => {
      const parts = piecesOf(n, atOnce).map(([start, length]) => {
        const part = this.inOrder(this.collected(tf.slice(rows, start, length), this.everyone, what));
        return tf.reshape(part, [this.size, length, ...rest]);
      });
      return tf.reshape(joined(parts, 1), [this.size * n, ...rest]) as T;
    });
  }

  sum<T extends Tensor>(values: T, what: string): T {
    return tf.tidy(() => {
      const flat = tf.reshape(values, [-1]);
      const parts = piecesOf(flat.size, numbersAtOnce).map(([start, length]) =>
        this.summed(tf.slice1d(flat as Tensor1D, start, length), what),
      );
      return tf.reshape(joined(parts, 0), values.shape) as T;
    });
  }

  agree(flag: boolean, what: string): boolean {
    return tf.tidy(() =>
      this.gather(tf.tensor1d([Number(flag)]), what)
        .dataSync()
        .some(Boolean),
    );
  }

  barrier(what: string): void {
    this.agree(false, what);
  }

  /**
   * Recursive halving: with the worker whose rank differs in one bit, each gives away one half of what it has and adds the
   * other, the lowest bit first; then the pieces are gathered. Each number is so added once, in the order of the tree.
   */
  private summed(values: Tensor1D, what: string): Tensor1D {
    const padded = Math.ceil(values.size / this.size) * this.size;
    let own = tf.pad1d(values, [0, padded - values.size]);
    for (let bit = 1; bit < this.size; bit *= 2) {
      const half = own.size / 2;
      const [kept, given] = this.rank & bit ? [half, 0] : [0, half];
      const theirs = this.exchanged(tf.slice1d(own, given, half), bit, what);
      own = tf.add(tf.slice1d(own, kept, half), theirs);
    }
    const pieces = this.inOrder(this.collected(own, this.everyone, what));
    const sorted = tf.gather(tf.reshape<tf.Rank.R2>(pieces, [this.size, -1]), mirrored(this.size));
    return tf.slice1d(tf.reshape<tf.Rank.R1>(sorted, [-1]), 0, values.size);
  }

  /** What the worker gives whose rank differs in this bit. */
  private exchanged(given: Tensor1D, bit: number, what: string): Tensor1D {
    const other = this.rank ^ bit;
    const key = this.size * bit + Math.min(this.rank, other) + 1;
    const both = this.collected(given, { key, size: 2, name: `bit ${bit}` }, what) as Tensor1D;
    return tf.slice1d(both, this.places[other]! < this.places[this.rank]! ? 0 : given.size, given.size);
  }

  /** From the order of TensorFlow to that of ranks. */
  private inOrder(rows: Tensor): Tensor {
    if (this.places.every((place, rank) => place === rank)) return rows;
    const [n = 0] = rows.shape;
    const byWorker = tf.reshape<tf.Rank.R2>(rows, [this.size, -1]);
    return tf.reshape(tf.gather(byWorker, tf.tensor1d([...this.places], 'int32')), [n, ...rows.shape.slice(1)]);
  }

  /** The rows of a group's workers in the order of TensorFlow. */
  private collected(rows: Tensor, group: Group, what: string): Tensor {
    const { binding } = this.backend;
    const seconds = this.limit / 1000;
    const waited = `worker ${this.rank} of ${this.size} waited ${seconds} s for the others: ${what}`;
    binding.watchCollective(this.limit, this.rank, this.size, waited);
    try {
      const numbers = [group.size, group.key, this.keyOf(rows, group)].map((value) => tf.scalar(value, 'int32'));
      const attributes = [dataType('T', 'float32'), string('communication_hint', 'ring')];
      return this.backend.executeSingleOutput('CollectiveGatherV2', attributes, [rows, ...numbers]);
    } catch (error) {
      throw exchangeProblem(messageOf(error), this, waited, what);
    } finally {
      binding.endWatch();
    }
  }

  /**
   * A worker that uses a key again has finished the call between, for which all others had to leave the earlier use of
   * the key.
   */
  private keyOf({ shape }: Tensor, { name }: Group): number {
    const kind = `${name}: ${shape.join()}`;
    const turn = this.turns.get(kind) ?? { first: 2 * this.turns.size + 1, next: 0 };
    this.turns.set(kind, turn);
    turn.next = turn.next === 0 ? 1 : 0;
    return turn.first + turn.next;
  }
}
