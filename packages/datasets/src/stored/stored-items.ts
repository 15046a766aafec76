import type { Dataset } from '@alignclip/core';
import type { StoredItem } from './stored-example';

interface Stored {
  stored(split: string): AsyncIterable<StoredItem>;
  count(split: string): number | undefined;
}

const isStored = (dataset: Dataset): dataset is Dataset & Stored => 'stored' in dataset;

/**
 * Everything in a split in its order: damage too, and images as their files, where the data set is one of files; else
 * its examples. Throws UserError on an unknown split.
 */
export async function* storedItems(dataset: Dataset, split: string): AsyncGenerator<StoredItem> {
  if (isStored(dataset)) return yield* dataset.stored(split);
  for await (const { image, ...example } of dataset.examples(split)) {
    yield { ...example, held: image.data.length, load: () => Promise.resolve(image) };
  }
}

/** How many these are, where that is known before they are read. Throws UserError on an unknown split. */
export const itemCount = (dataset: Dataset, split: string): number | undefined =>
  isStored(dataset) ? dataset.count(split) : undefined;

export const sumOf = (counts: readonly (number | undefined)[]): number | undefined =>
  counts.reduce((sum, count) => (sum === undefined || count === undefined ? undefined : sum + count), 0);
