import { tf } from '@alignclip/backend';
import {
  sha256,
  UserError,
  type ImageEncoder,
  type ImageTransform,
  type Matrix,
  type RawImage,
  type Tensor2D,
  type TextEncoder,
  type Tokenizer,
} from '@alignclip/core';
import type { EmbeddingStore } from '@alignclip/formats';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stopWhereAborted } from '../feature-rows';
import { imageKey, tokenKeys } from '../rows/trunk-rows';

/** Items that are computed together. */
const groupSize = 128;

interface GroupSource<Item> {
  /** w */
  readonly width: number;
  /** Equal for items of which the trunk sees the same. */
  readonly keyOf: (item: Item) => string;
  /** Items that are shown in all; a longer list costs more than it saves, so its rows are not made. */
  readonly shown: number;
  /** [n, w] */
  readonly compute: (items: readonly Item[]) => Tensor2D;
  /** Where rows are kept on the disk. */
  readonly store?: EmbeddingStore | undefined;
}

type Items<Item> = Iterable<Item> | AsyncIterable<Item>;

/**
 * Features of the items of a list, computed with the trunk's present values in groups of 128 different items, in the
 * order of the list: a row follows from weights and list alone, whatever is kept and whatever a batch shows, and costs
 * what it costs in a batch. On the disk a row is found by the content of its whole group.
 */
export class GroupedRows<Item> {
  private readonly known = new Map<string, Float32Array>();

  constructor(private readonly source: GroupSource<Item>) {}

  /** Whether the rows of a list of this length are made. */
  isWorth(count: number): boolean {
    return count <= this.source.shown;
  }

  /** Whether other processes find the rows. */
  get isKept(): boolean {
    return this.source.store !== undefined;
  }

  /** Whether the rows of a list are at hand. */
  get isReady(): boolean {
    return this.known.size > 0;
  }

  /** Computes what isn't on the disk. Throws Interrupted when the signal aborts, after the current group. */
  async prepare(items: Items<Item>, report?: (done: number) => void, signal?: AbortSignal): Promise<void> {
    for await (const group of this.groups(items)) {
      await nextTurn(); // signals and messages are handled between groups
      stopWhereAborted(signal);
      const rows = await this.rowsOf(group);
      [...group.keys()].forEach((key, i) => this.known.set(key, rows[i]!));
      report?.(this.known.size);
    }
  }

  /** How many different items there are, and of how many of them rows are on the disk. */
  async count(items: Items<Item>): Promise<{ readonly kept: number; readonly total: number }> {
    let [kept, total] = [0, 0];
    for await (const group of this.groups(items)) {
      const names = namesOf(group);
      const missing = (await this.source.store?.missing(names)) ?? names;
      total += group.size;
      kept += missing.length === 0 ? group.size : 0;
    }
    return { kept, total };
  }

  /** One row for each item, [N, w]. Throws UserError where one isn't of the list that was prepared. */
  rows(items: readonly Item[]): Matrix {
    const { width } = this.source;
    const values = new Float32Array(items.length * width);
    items.forEach((item, i) => {
      const row = this.known.get(this.source.keyOf(item));
      if (row === undefined) throw new UserError(`the data set shows what it does not list: ${describe(item)}`);
      values.set(row, i * width);
    });
    return { rows: items.length, columns: width, values };
  }

  private async *groups(items: Items<Item>): AsyncGenerator<ReadonlyMap<string, Item>> {
    const seen = new Set<string>();
    let group = new Map<string, Item>();
    for await (const item of items) {
      const key = this.source.keyOf(item);
      if (seen.has(key)) continue;
      seen.add(key);
      if (group.set(key, item).size < groupSize) continue;
      yield group;
      group = new Map();
    }
    if (group.size > 0) yield group;
  }

  private async rowsOf(group: ReadonlyMap<string, Item>): Promise<readonly Float32Array[]> {
    const { width, store, compute } = this.source;
    const names = namesOf(group);
    const kept = await store?.read(names);
    if (kept?.size === names.length) return names.map((name) => kept.get(name)!);
    const values = tf.tidy(() => Float32Array.from(compute([...group.values()]).dataSync<'float32'>()));
    const rows = names.map((_, i) => values.slice(i * width, (i + 1) * width));
    await store?.write(new Map(names.map((name, i) => [name, rows[i]!])));
    return rows;
  }
}

const describe = (item: unknown): string => (typeof item === 'string' ? `caption "${item}"` : 'an image');

function namesOf(group: ReadonlyMap<string, unknown>): string[] {
  const name = sha256([...group.keys()].join('\n'));
  return Array.from(group.keys(), (_, i) => `${name} ${i}`);
}

type Kept = Pick<GroupSource<never>, 'shown' | 'store'>;

/** Features of images, by their content. */
export function groupedImages(tower: ImageEncoder, transform: ImageTransform, kept: Kept): GroupedRows<RawImage> {
  const { size } = transform;
  const keys = new WeakMap<RawImage, string>();
  const keyOf = (image: RawImage): string => {
    const key = keys.get(image) ?? imageKey(image);
    keys.set(image, key);
    return key;
  };
  const compute = (images: readonly RawImage[]): Tensor2D => {
    const pixels = new Float32Array(images.length * size * size * 3);
    images.forEach((image, i) => transform.apply(image, undefined, pixels, i * size * size * 3));
    return tower.features!(tf.tensor4d(pixels, [images.length, size, size, 3]));
  };
  return new GroupedRows({ width: tower.featureWidth!, keyOf, compute, ...kept });
}

/** Features of texts, by their token ids. */
export function groupedTexts(tower: TextEncoder, tokenizer: Tokenizer, kept: Kept): GroupedRows<string> {
  const compute = (texts: readonly string[]): Tensor2D => {
    const { ids, rows, columns } = tokenizer.encode(texts);
    return tower.features!(tf.tensor2d(ids, [rows, columns], 'int32'));
  };
  return new GroupedRows({ width: tower.featureWidth!, keyOf: tokenKeys(tokenizer), compute, ...kept });
}
