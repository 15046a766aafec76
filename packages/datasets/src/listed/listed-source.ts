import { contentHash, type ClassSet } from '@alignclip/core';
import type { PictureStore } from '../archives/picture-store';
import { filesFingerprint } from '../stored/file-fingerprint';
import { listPart } from '../stored/list-part';
import { isDamage, type StoredItem } from '../stored/stored-example';
import type { StoredSource } from '../stored/stored-source';
import type { CaptionTable, ListedPicture } from './caption-table';

/** A split of which every picture's name is known ahead. */
export interface ListedSplit {
  readonly table: CaptionTable;
  readonly pictures: PictureStore;
}

export interface ListedFacts {
  readonly name: string;
  readonly splits: ReadonlyMap<string, ListedSplit>;
  /** The files that the lists stand in. */
  readonly files: readonly string[];
  readonly classSets?: readonly ClassSet[];
}

/** Of more pictures, all captions together are too much to be gone through ahead. */
const mostToTell = 200_000;

/** What a list holds in memory of an example that is not drawn yet, about. */
const held = 256;

/** Pictures in a folder or an archive, named by a list. */
export const listedSource = ({ name, splits, files, classSets = [] }: ListedFacts): StoredSource => ({
  ...((splits.get('train')?.table.length ?? 0) <= mostToTell && {
    captions: (split: string) => listed(splits.get(split)!.table, ({ captions }) => captions),
  }),
  name,
  splits: [...splits.keys()],
  classSets,
  parts: (split) => {
    const { table, pictures } = splits.get(split)!;
    return [listPart(split, table.length, (index) => itemOf(table, index, pictures))];
  },
  fingerprint: async () => {
    const pictures: string[] = [];
    for (const { table, pictures: store } of splits.values())
      pictures.push(await store.fingerprint([...listed(table, ({ image }) => image)]));
    return contentHash([await filesFingerprint(files), pictures]);
  },
});

function itemOf(table: CaptionTable, index: number, pictures: PictureStore): StoredItem {
  const item = table.at(index);
  if (isDamage(item)) return item;
  const { image, captions, labels } = item;
  return { id: image, captions, ...(labels && { labels }), held, load: () => pictures.read(image) };
}

/** Of every sound picture. */
function* listed<T>(table: CaptionTable, get: (picture: ListedPicture) => T): Generator<T> {
  for (let i = 0; i < table.length; i += 1) {
    const picture = table.at(i);
    if (!isDamage(picture)) yield get(picture);
  }
}
