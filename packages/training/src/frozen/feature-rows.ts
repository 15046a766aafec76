import { Interrupted, UserError, type Matrix, type ReportProgress } from '@alignclip/core';
import type { EmbeddingStore } from '@alignclip/formats';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows computed between two writes to the disk: the most that an interrupted preparation loses. */
const writeEvery = 256;
/** Rows read from the disk at once: neighbours in a file then take one system call together. */
const readAtOnce = 1 << 16;
/** Rows computed between two looks at signals. */
const computeAtOnce = 32;
/** Numbers that stay in memory; rows beyond are read from the disk each time. */
const maxNumbers = 1 << 28;

export interface FeatureSource<Item> {
  /** What is counted in progress, for example `image features`. */
  readonly what: string;
  /** w */
  readonly width: number;
  /** Equal for items of which the trunk sees the same. */
  keyOf(item: Item): string;
  /** Rows of different items, in their order; each a function of its item alone. */
  compute(items: readonly Item[]): Float32Array[];
  /** Where rows are kept on the disk. */
  readonly store?: EmbeddingStore | undefined;
  /** Whether rows stay in memory; otherwise each is computed whenever it is asked for. Default: true. */
  readonly remembers?: boolean;
}

/** Features of a frozen trunk, by content: from memory, from the disk, or computed. */
export class FeatureRows<Item extends WeakKey | string> {
  private readonly known = new Map<string, Float32Array>();
  /** Keys of items in place of the items. */
  private readonly released = new WeakMap<WeakKey, string>();

  constructor(private readonly source: FeatureSource<Item>) {}

  /** Whether an item isn't needed any more once its row was prepared. */
  get canRelease(): boolean {
    return this.source.store !== undefined;
  }

  /** One row for each item, [N, w]. Throws UserError where the row of a released item is lost. */
  async rows(items: readonly Item[]): Promise<Matrix> {
    const { width } = this.source;
    const keys = items.map((item) => this.keyOf(item));
    const isKnown = keys.every((key) => this.known.has(key));
    if (!isKnown && items.length > writeEvery) await this.prepare(items);
    const rows: ReadonlyMap<string, Float32Array> = isKnown
      ? this.known
      : await this.rowsOf(new Map(keys.map((key, i) => [key, items[i]!])));
    const values = new Float32Array(items.length * width);
    keys.forEach((key, i) => values.set(rows.get(key) ?? this.known.get(key)!, i * width));
    return { rows: items.length, columns: width, values };
  }

  /**
   * Computes and keeps what is missing, where rows are kept. Throws Interrupted where the signal aborts before the last
   * write.
   */
  async prepare(items: readonly Item[], report?: ReportProgress, signal?: AbortSignal): Promise<void> {
    if (this.source.remembers === false) return;
    const distinct = [...this.distinct(items)];
    for (let start = 0; start < distinct.length; start += writeEvery) {
      stopWhereAborted(signal);
      if (start % readAtOnce === 0) await this.readKept(distinct.slice(start, start + readAtOnce).map(([key]) => key));
      await this.rowsOf(new Map(distinct.slice(start, start + writeEvery)));
      report?.(this.source.what, Math.min(start + writeEvery, distinct.length), distinct.length);
    }
  }

  /** An empty item of the same row, so that its content need not stay in memory. */
  release<Empty extends Item & WeakKey>(item: Item, empty: Empty): Empty {
    this.released.set(empty, this.keyOf(item));
    return empty;
  }

  /** The same for an item with this key that isn't at hand; undefined where its row isn't kept. */
  async standIn<Empty extends Item & WeakKey>(key: string, empty: Empty): Promise<Empty | undefined> {
    const row = this.known.get(key) ?? (await this.source.store?.read([key]))?.get(key);
    if (row === undefined) return undefined;
    this.remember(key, row);
    this.released.set(empty, key);
    return empty;
  }

  /** How many different items there are, and of how many of them rows are kept. */
  async count(items: readonly Item[]): Promise<{ readonly kept: number; readonly total: number }> {
    const keys = [...this.distinct(items).keys()];
    const missing = (await this.source.store?.missing(keys)) ?? keys;
    return { kept: keys.length - missing.length, total: keys.length };
  }

  /** Equal for items of which the trunk sees the same. */
  keyOf(item: Item): string {
    return (typeof item === 'object' && this.released.get(item)) || this.source.keyOf(item);
  }

  private distinct(items: readonly Item[]): Map<string, Item> {
    return new Map(items.map((item) => [this.keyOf(item), item]));
  }

  /** The rows of those that are not in memory. */
  private async rowsOf(items: ReadonlyMap<string, Item>): Promise<ReadonlyMap<string, Float32Array>> {
    const { store } = this.source;
    const unknown = [...items.keys()].filter((key) => !this.known.has(key));
    if (unknown.length === 0) return new Map();
    const rows = new Map(await store?.read(unknown));
    const missing = unknown.filter((key) => !rows.has(key));
    const computed = await this.computed(missing.map((key) => [key, items.get(key)!]));
    if (computed.size > 0) await store?.write(computed);
    for (const [key, row] of computed) rows.set(key, row);
    for (const [key, row] of rows) this.remember(key, row);
    return rows;
  }

  private async readKept(keys: readonly string[]): Promise<void> {
    const unknown = keys.filter((key) => !this.known.has(key));
    const rows = unknown.length > 0 ? await this.source.store?.read(unknown) : undefined;
    for (const [key, row] of rows ?? []) this.remember(key, row);
  }

  private remember(key: string, row: Float32Array): void {
    const { width, remembers = true } = this.source;
    if (remembers && this.known.size * width < maxNumbers) this.known.set(key, row);
  }

  private async computed(missing: readonly (readonly [string, Item])[]): Promise<Map<string, Float32Array>> {
    for (const [, item] of missing) {
      if (typeof item === 'object' && this.released.has(item))
        throw new UserError(`${this.source.what}: a row is lost in the cache; run it again, and it is computed again`);
    }
    const computed = new Map<string, Float32Array>();
    for (let start = 0; start < missing.length; start += computeAtOnce) {
      await nextTurn(); // signals and messages are handled between computations
      const some = missing.slice(start, start + computeAtOnce);
      const rows = this.source.compute(some.map(([, item]) => item));
      some.forEach(([key], i) => computed.set(key, rows[i]!));
    }
    return computed;
  }
}

/** Throws Interrupted. */
export function stopWhereAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new Interrupted('stopped; the features computed so far are kept: run the same command to resume');
}
