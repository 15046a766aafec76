import { type Dataset, unknownName } from '@alignclip/core';
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

/** The splits asked for, or all. Throws UserError naming the nearest one. */
export function chosenSplits({ splits }: Dataset, asked: readonly string[] = splits): readonly string[] {
  const unknown = asked.find((split) => !splits.includes(split));
  if (unknown !== undefined) throw unknownName('split', unknown, splits);
  return asked;
}
