import { UserError } from '@alignclip/core';
import { z } from 'zod';
import { openPictures } from '../archives/open-pictures';
import type { PictureStore } from '../archives/picture-store';

/** A folder, tar or zip file with the pictures of all splits, or one for each split. */
export const imagesOption = z.union([z.string().min(1), z.record(z.string(), z.string().min(1))]);

/** The pictures of each split; what serves several is opened once. Throws UserError where a split has none. */
export async function picturesBySplit(
  splits: Iterable<string>,
  images: z.output<typeof imagesOption>,
): Promise<ReadonlyMap<string, PictureStore>> {
  const opened = new Map<string, PictureStore>();
  const bySplit = new Map<string, PictureStore>();
  for (const split of splits) {
    const path = typeof images === 'string' ? images : images[split];
    if (path === undefined) throw new UserError(`option "images" names nothing for split "${split}"`);
    const store = opened.get(path) ?? (await openPictures(path));
    opened.set(path, store);
    bySplit.set(split, store);
  }
  return bySplit;
}
