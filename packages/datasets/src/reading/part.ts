import type { Dataset, Example, Random, RawImage } from '@alignclip/core';
import type { CorruptItem } from '../corrupt';

/** An example with its image as the source stores it, not decoded yet. */
export interface StoredExample extends Omit<Example, 'image'> {
  /** Bytes in memory until it is drawn. */
  readonly held: number;
  /** The image's file, or its pixels where the source stores those. Throws CorruptError where it can't be read. */
  load(): Promise<Uint8Array | RawImage>;
}

export type StoredItem = StoredExample | CorruptItem;

/** A piece of a split that is read from its start: a shard, a table, a list of files. */
export interface Part {
  readonly name: string;
  /** Its number of items, where that is known before it is read. */
  readonly count?: number;
  /** Its items from number `from` on, in the same order at every reading. Corrupt items count too. */
  read(from: number): AsyncIterable<StoredItem>;
  /** The same items in a random order; absent where the items are not known before they are read. */
  shuffled?(random: Random): Part;
}

/** A part with known items, so that it can be shuffled as a whole and read from any item on. */
export const listPart = (name: string, count: number, item: (index: number) => StoredItem): Part =>
  orderedPart(
    name,
    item,
    Uint32Array.from({ length: count }, (_, index) => index),
  );

function orderedPart(name: string, item: (index: number) => StoredItem, order: Uint32Array): Part {
  return {
    name,
    count: order.length,
    async *read(from) {
      for (const index of order.subarray(from)) yield item(index);
    },
    shuffled: (random) =>
      orderedPart(
        name,
        item,
        random.permutation(order.length).map((at) => order[at]!),
      ),
  };
}

interface Stored {
  stored(split: string): AsyncGenerator<StoredItem, void>;
  count(split: string): number | undefined;
}

const isStored = (dataset: Dataset): dataset is Dataset & Stored => 'stored' in dataset;

/**
 * All items of a split in order, corrupt ones too, with images as they are stored, if the data set reads files; otherwise
 * its examples. Throws UserError on an unknown split.
 */
export async function* storedItems(dataset: Dataset, split: string): AsyncGenerator<StoredItem, void> {
  if (isStored(dataset)) return yield* dataset.stored(split);
  for await (const { image, ...example } of dataset.examples(split)) {
    yield { ...example, held: image.data.length, load: () => Promise.resolve(image) };
  }
}

/** The number of items, where it is known before they are read. Throws UserError on an unknown split. */
export const itemCount = (dataset: Dataset, split: string): number | undefined =>
  isStored(dataset) ? dataset.count(split) : undefined;

export const sumOf = (counts: readonly (number | undefined)[]): number | undefined =>
  counts.reduce((sum, count) => (sum === undefined || count === undefined ? undefined : sum + count), 0);
