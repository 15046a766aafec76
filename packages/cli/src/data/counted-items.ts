import type { Dataset } from '@alignclip/core';
import { itemCount, storedItems, type StoredItem } from '@alignclip/datasets';
import { itemProgress } from '../progress/item-progress';

/** Everything in a split, damage too, with the progress of going through it. */
export async function* countedItems(dataset: Dataset, split: string): AsyncGenerator<StoredItem> {
  const progress = itemProgress(split, itemCount(dataset, split));
  let count = 0;
  try {
    for await (const item of storedItems(dataset, split)) {
      yield item;
      progress.show((count += 1));
    }
  } finally {
    progress.stop();
  }
}
