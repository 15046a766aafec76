import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { cocoTable } from './jsons/coco-table';
import { CaptionTable } from './listed/caption-table';
import { imagesOption } from './listed/images-option';
import { openLists } from './listed/open-lists';
import { readingOptions } from './stored/reading-options';
import { filesBySplit, filesOption } from './stored/split-files';
import { StoredDataset } from './stored/stored-dataset';

/** COCO's captions files, `captions_train2017.json` and the like, with their images (docs/components). */
export const coco = defineComponent(Dataset)({
  type: 'coco',
  options: z.strictObject({
    /** The captions file, or one for each split. */
    files: filesOption,
    /** A folder, tar or zip file with the images, or one for each split. */
    images: imagesOption,
    ...readingOptions,
  }),
  create: async (options) => {
    const splits = filesBySplit(options.files);
    const tables = new Map<string, CaptionTable>();
    for (const [split, files] of splits) {
      const table = new CaptionTable();
      for (const file of files) await cocoTable(file, table);
      tables.set(split, table);
    }
    const files = [...splits.values()].flat();
    return new StoredDataset(await openLists({ name: 'coco', tables, files, images: options.images }), options);
  },
});
