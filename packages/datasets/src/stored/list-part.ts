import type { Part, StoredItem } from './stored-example';

/** A part of which all items are known, so that it can be shuffled as a whole and entered anywhere. */
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
