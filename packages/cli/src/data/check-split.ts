import type { Dataset } from '@alignclip/core';
import { decodesAtOnce, decoded, isCorrupt, mapInOrder, type CorruptItem } from '@alignclip/datasets';
import { countedItems } from './counted-items';

export interface SplitCheck {
  readonly examples: number;
  readonly damage: readonly CorruptItem[];
}

/** Decodes every image of a split. Everything that is wrong is found; nothing ends it early. */
export async function checkSplit(dataset: Dataset, split: string): Promise<SplitCheck> {
  const damage: CorruptItem[] = [];
  const ids = new Set<string>();
  let examples = 0;
  const items = mapInOrder(countedItems(dataset, split), decodesAtOnce, async (item) =>
    isCorrupt(item) ? item : decoded(item, {}),
  );
  for await (const item of items) {
    if (isCorrupt(item)) damage.push(item);
    else if (ids.has(item.id)) damage.push({ damaged: item.id, reason: 'a second example of this id' });
    else {
      ids.add(item.id);
      examples += 1;
    }
  }
  return { examples, damage };
}
