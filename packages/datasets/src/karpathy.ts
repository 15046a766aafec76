import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { karpathyTables } from './jsons/karpathy-tables';
import { imagesOption } from './listed/images-option';
import { openLists } from './listed/open-lists';
import { SplitTables, splitsOption } from './listed/split-tables';
import { readingOptions } from './stored/reading-options';
import { StoredDataset } from './stored/stored-dataset';

/** Karpathy's split files of COCO, Flickr30k and Flickr8k: `dataset_coco.json` and the like (docs/components). */
export const karpathy = defineComponent(Dataset)({
  type: 'karpathy',
  options: z.strictObject({
    /** The one file. */
    files: z.string().min(1),
    /** A folder, tar or zip file with the images, or one for each split. */
    images: imagesOption,
    splits: splitsOption,
    ...readingOptions,
  }),
  create: async (options) => {
    const split = new SplitTables(options.files, options.splits);
    await karpathyTables(options.files, split);
    const lists = { name: 'karpathy', tables: split.tables, files: [options.files], images: options.images };
    return new StoredDataset(await openLists(lists), options);
  },
});
