import type { z } from 'zod';
import type { StoredSource } from '../stored/stored-source';
import type { CaptionTable } from './caption-table';
import { imagesBySplit, type imagesOption } from './images-option';
import { listedSource } from './listed-source';

export interface Lists {
  readonly name: string;
  readonly tables: ReadonlyMap<string, CaptionTable>;
  /** The files that the lists stand in. */
  readonly files: readonly string[];
  readonly images: z.output<typeof imagesOption>;
}

/** Lists of images, with the places where those are. */
export async function openLists({ name, tables, files, images }: Lists): Promise<StoredSource> {
  const bySplit = await imagesBySplit(tables.keys(), images);
  const splits = new Map([...tables].map(([split, table]) => [split, { table, images: bySplit.get(split)! }]));
  return listedSource({ name, splits, files });
}
