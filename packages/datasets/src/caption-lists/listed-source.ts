import { contentHash, UserError, type ClassSet } from '@alignclip/core';
import { z } from 'zod';
import { isCorrupt } from '../corrupt';
import { filesFingerprint } from '../files/files-fingerprint';
import type { ImageStore } from '../files/folder-images';
import { openImages } from '../files/open-images';
import { listPart, type StoredItem } from '../reading/part';
import type { StoredSource } from '../reading/source';
import type { CaptionTable, ListedImage } from './caption-table';

export const imagesOption = z
  .union([z.string().min(1), z.record(z.string(), z.string().min(1))])
  .describe('folder, tar or zip file with the images, or one per split');

export interface Lists {
  readonly name: string;
  readonly tables: ReadonlyMap<string, CaptionTable>;
  /** The files with the lists. */
  readonly files: readonly string[];
  readonly images: z.output<typeof imagesOption>;
  readonly classSets?: readonly ClassSet[];
}

/** Opens the images that lists name. */
export async function openLists({ name, tables, files, images, classSets }: Lists): Promise<StoredSource> {
  const bySplit = await imagesBySplit(tables.keys(), images);
  const splits = new Map([...tables].map(([split, table]) => [split, { table, images: bySplit.get(split)! }]));
  return listedSource({ name, splits, files, ...(classSets && { classSets }) });
}

/** The images of each split; what several splits use is opened once. Throws UserError where a split has none. */
async function imagesBySplit(
  splits: Iterable<string>,
  images: z.output<typeof imagesOption>,
): Promise<ReadonlyMap<string, ImageStore>> {
  const opened = new Map<string, ImageStore>();
  const bySplit = new Map<string, ImageStore>();
  for (const split of splits) {
    const path = typeof images === 'string' ? images : new Map(Object.entries(images)).get(split);
    if (path === undefined) throw new UserError(`option "images" has no entry for the split "${split}"`);
    const store = opened.get(path) ?? (await openImages(path));
    opened.set(path, store);
    bySplit.set(split, store);
  }
  return bySplit;
}

/** A split with a list of all its images. */
export interface ListedSplit {
  readonly table: CaptionTable;
  readonly images: ImageStore;
}

interface ListedFacts {
  readonly name: string;
  readonly splits: ReadonlyMap<string, ListedSplit>;
  /** The files with the lists. */
  readonly files: readonly string[];
  readonly classSets?: readonly ClassSet[];
}

/** The captions of more images than this are too many to read before training. */
const maxCaptioned = 200_000;

/** About the number of bytes that a list holds in memory per example. */
const held = 256;

/** Images in a folder or an archive, named by a list. */
export const listedSource = ({ name, splits, files, classSets = [] }: ListedFacts): StoredSource => ({
  ...((splits.get('train')?.table.length ?? 0) <= maxCaptioned && {
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
    for (const { table, images: store } of splits.values()) {
      images.push(await store.fingerprint([...listed(table, ({ image }) => image)]));
    }
    return contentHash([await filesFingerprint(files), images]);
  },
});

function itemOf(table: CaptionTable, index: number, images: ImageStore): StoredItem {
  const item = table.at(index);
  if (isCorrupt(item)) return item;
  const { image, captions, labels } = item;
  return { id: image, captions, ...(labels && { labels }), held, load: () => images.read(image) };
}

/** A value of every valid image. */
function* listed<T>(table: CaptionTable, get: (image: ListedImage) => T): Generator<T> {
  for (let i = 0; i < table.length; i += 1) {
    const image = table.at(i);
    if (!isCorrupt(image)) yield get(image);
  }
}
