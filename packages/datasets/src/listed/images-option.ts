import { UserError } from '@alignclip/core';
import { z } from 'zod';
import { openImages } from '../archives/open-images';
import type { ImageStore } from '../archives/image-store';

/** A folder, tar or zip file with the images of all splits, or one for each split. */
export const imagesOption = z.union([z.string().min(1), z.record(z.string(), z.string().min(1))]);

/** The images of each split; what serves several is opened once. Throws UserError where a split has none. */
export async function imagesBySplit(
  splits: Iterable<string>,
  images: z.output<typeof imagesOption>,
): Promise<ReadonlyMap<string, ImageStore>> {
  const opened = new Map<string, ImageStore>();
  const bySplit = new Map<string, ImageStore>();
  for (const split of splits) {
    const path = typeof images === 'string' ? images : images[split];
    if (path === undefined) throw new UserError(`option "images" names nothing for split "${split}"`);
    const store = opened.get(path) ?? (await openImages(path));
    opened.set(path, store);
    bySplit.set(split, store);
  }
  return bySplit;
}
