import { contentHash, type ClassSet } from '@alignclip/core';
import type { ImageStore } from '../archives/image-store';
import { filesFingerprint } from '../stored/file-fingerprint';
import { listPart } from '../stored/list-part';
import { isDamage, type StoredItem } from '../stored/stored-example';
import type { StoredSource } from '../stored/stored-source';
import type { CaptionTable, ListedImage } from './caption-table';

/** A split of which every image's name is known ahead. */
export interface ListedSplit {
  readonly table: CaptionTable;
  readonly images: ImageStore;
}

export interface ListedFacts {
  readonly name: string;
  readonly splits: ReadonlyMap<string, ListedSplit>;
  /** The files that the lists stand in. */
  readonly files: readonly string[];
  readonly classSets?: readonly ClassSet[];
}

/** Of more images, all captions together are too much to be gone through ahead. */
const mostToTell = 200_000;

/** What a list holds in memory of an example that is not drawn yet, about. */
const held = 256;

/** Images in a folder or an archive, named by a list. */
export const listedSource = ({ name, splits, files, classSets = [] }: ListedFacts): StoredSource => ({
  ...((splits.get('train')?.table.length ?? 0) <= mostToTell && {
    captions: (split: string) => listed(splits.get(split)!.table, ({ captions }) => captions),
  }),
  name,
  splits: [...splits.keys()],
  classSets,
  parts: (split) => {
    const { table, images } = splits.get(split)!;
    return [listPart(split, table.length, (index) => itemOf(table, index, images))];
  },
  fingerprint: async () => {
    const images: string[] = [];
    for (const { table, images: store } of splits.values())
      images.push(await store.fingerprint([...listed(table, ({ image }) => image)]));
    return contentHash([await filesFingerprint(files), images]);
  },
});

function itemOf(table: CaptionTable, index: number, images: ImageStore): StoredItem {
  const item = table.at(index);
  if (isDamage(item)) return item;
  const { image, captions, labels } = item;
  return { id: image, captions, ...(labels && { labels }), held, load: () => images.read(image) };
}

/** Of every sound image. */
function* listed<T>(table: CaptionTable, get: (image: ListedImage) => T): Generator<T> {
  for (let i = 0; i < table.length; i += 1) {
    const image = table.at(i);
    if (!isDamage(image)) yield get(image);
  }
}
