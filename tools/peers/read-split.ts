import { messageOf, type Spec } from '@alignclip/core';
import { isCorrupt, storedItems } from '@alignclip/datasets';
import { openDataset, Registry } from '@alignclip/experiment';

const registry = new Registry();

/** What stands for the image, and the captions, of every item of the split `train`; a text for what can't be read. */
export async function captionsOf(
  spec: Spec<'dataset'>,
  imageOf: (image: Uint8Array, id: string) => string,
): Promise<(readonly [string, readonly string[]] | string)[]> {
  try {
    const dataset = await openDataset(registry, spec);
    const items: (readonly [string, readonly string[]] | string)[] = [];
    for await (const item of storedItems(dataset, 'train')) {
      if (isCorrupt(item)) items.push(`${item.damaged}: ${item.reason}`);
      else items.push([imageOf((await item.load()) as Uint8Array, item.id), item.captions]);
    }
    return items;
  } catch (error) {
    return [messageOf(error)];
  }
}
