import type { Peers, Tensor } from '@alignclip/core';

/** What workers have exchanged: megabytes that one has sent, and milliseconds in which it did, waiting included. */
export interface Exchanged {
  readonly megabytes: number;
  readonly exchangeMs: number;
}

/** Peers that count. */
export class Exchange implements Peers {
  private bytes = 0;
  private ms = 0;

  constructor(private readonly peers: Peers) {}

  get rank(): number {
    return this.peers.rank;
  }

  get size(): number {
    return this.peers.size;
  }

  gather<T extends Tensor>(rows: T, what: string): T {
    this.bytes += 4 * rows.size * (this.size - 1); // in a ring, each row goes on to all others
    return this.timed(rows, () => this.peers.gather(rows, what));
  }

  sum<T extends Tensor>(values: T, what: string): T {
    this.bytes += (2 * 4 * values.size * (this.size - 1)) / this.size;
    return this.timed(values, () => this.peers.sum(values, what));
  }

  agree(flag: boolean, what: string): boolean {
    return this.peers.agree(flag, what);
  }

  barrier(what: string): void {
    this.peers.barrier(what);
  }

  /** Since it was asked before. */
  taken(): Exchanged {
    const taken = { megabytes: this.bytes / 1e6, exchangeMs: this.ms };
    [this.bytes, this.ms] = [0, 0];
    return taken;
  }

  /** What the tensor is made of is not counted. */
  private timed<T extends Tensor>(given: Tensor, work: () => T): T {
    given.dataSync();
    const start = performance.now();
    const result = work();
    result.dataSync();
    this.ms += performance.now() - start;
    return result;
  }
}
