import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { imagesOption } from './listed/images-option';
import { openLists } from './listed/open-lists';
import { SplitTables, splitsOption } from './listed/split-tables';
import { readingOptions } from './stored/reading-options';
import { StoredDataset } from './stored/stored-dataset';
import { flickrRows } from './tables/flickr-rows';
import { splitNames } from './tables/split-names';

/** The captions files of Flickr30k and Flickr8k as they are handed round, with their images (docs/components). */
export const flickr = defineComponent(Dataset)({
  type: 'flickr',
  options: z.strictObject({
    /** The captions file: `*.token`, `*.token.txt`, `results.csv`, `captions.txt` or `flickr_annotations_30k.csv`. */
    files: z.string().min(1),
    /** A folder, tar or zip file with the images, or one for each split. */
    images: imagesOption,
    /** Of each split the file that lists its images, a name a line, for example `Flickr_8k.trainImages.txt`. */
    splitFiles: z.record(z.string().min(1), z.string().min(1)).optional(),
    splits: splitsOption,
    ...readingOptions,
  }),
  create: async (options) => {
    const splits = new SplitTables(options.files, options.splits);
    const listed = options.splitFiles && (await splitNames(options.splitFiles));
    for await (const { split = 'train', ...row } of flickrRows(options.files)) {
      const names = listed === undefined ? [split] : listed.splitsOf(row.image);
      for (const name of names) for (const table of splits.of(name)) table.add(row);
    }
    for (const { split, ...damage } of listed?.missing() ?? []) {
      for (const table of splits.of(split)) table.skip(damage);
    }
    splits.check();
    const files = [options.files, ...Object.values(options.splitFiles ?? {})];
    return new StoredDataset(
      await openLists({ name: 'flickr', tables: splits.tables, files, images: options.images }),
      options,
    );
  },
});
