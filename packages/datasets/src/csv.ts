import { Dataset, defineComponent } from '@alignclip/core';
import { dirname } from 'node:path';
import { z } from 'zod';
import { imagesOption } from './listed/images-option';
import { openLists } from './listed/open-lists';
import { splitsOption } from './listed/split-tables';
import { readingOptions } from './stored/reading-options';
import { filesBySplit, filesOption } from './stored/split-files';
import { StoredDataset } from './stored/stored-dataset';
import { captionTables } from './tables/caption-tables';

/** Images and captions listed in a csv or tsv file, a row a caption (docs/components). */
export const csv = defineComponent(Dataset)({
  type: 'csv',
  options: z.strictObject({
    /** The list, a list of lists, or one for each split; csv or tsv, plain or gzipped. */
    files: filesOption,
    /** A folder, tar or zip file with the images, or one for each split; the folder of the list if left out. */
    images: imagesOption.optional(),
    imageColumn: z.string().default('image'),
    captionColumn: z.string().default('caption'),
    /** Holds each row's split; "split" where `files` names none and the list has such a column. */
    splitColumn: z.string().optional(),
    splits: splitsOption,
    /** The columns, where the first line is none that names them. */
    columns: z.array(z.string()).min(2).optional(),
    /** Tab for tsv files, comma for others, if left out. */
    separator: z.string().length(1).optional(),
    /** Whether fields may stand in double quotes; yes with commas, no with tabs, if left out. */
    quoting: z.boolean().optional(),
    ...readingOptions,
  }),
  create: async (options) => {
    const bySplit = filesBySplit(options.files);
    const named = typeof options.files === 'object' && !Array.isArray(options.files);
    const { tables } = await captionTables(bySplit, { ...options, named });
    const files = [...bySplit.values()].flat();
    const images = options.images ?? dirname(files[0]!);
    return new StoredDataset(await openLists({ name: 'csv', tables, files, images }), options);
  },
});
