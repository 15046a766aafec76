import { Dataset, defineComponent } from '@alignclip/core';
import { dirname } from 'node:path';
import { z } from 'zod';
import { openPictures } from './archives/picture-store';
import { listedSource } from './listed/listed-source';
import { splitsOption } from './listed/split-tables';
import { readingOptions } from './stored/reading-options';
import { filesBySplit, filesOption } from './stored/split-files';
import { StoredDataset } from './stored/stored-dataset';
import { captionTables } from './tables/caption-tables';

/** Pictures and captions listed in a csv or tsv file, a row a caption (docs/components). */
export const csv = defineComponent(Dataset)({
  type: 'csv',
  options: z.strictObject({
    /** The list, a list of lists, or one for each split; csv or tsv, plain or gzipped. */
    files: filesOption,
    /** A folder, tar or zip file in which the pictures are; the folder of the list if left out. */
    images: z.string().min(1).optional(),
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
    const pictures = await openPictures(options.images ?? dirname(files[0]!));
    const splits = new Map([...tables].map(([split, table]) => [split, { table, pictures }]));
    return new StoredDataset(listedSource({ name: 'csv', splits, files }), options);
  },
});
