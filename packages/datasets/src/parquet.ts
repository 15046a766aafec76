import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { parquetPart } from './parquets/parquet-part';
import { partedSource } from './stored/parted-source';
import { readingOptions } from './stored/reading-options';
import { filesOption } from './stored/split-files';
import { StoredDataset } from './stored/stored-dataset';

/** Parquet files with the bytes of image files and their captions, a row an image (docs/components). */
export const parquet = defineComponent(Dataset)({
  type: 'parquet',
  options: z.strictObject({
    /** The files, or those of each split. */
    files: filesOption,
    /** Bytes of an image file, or a struct with a field `bytes`. */
    imageColumn: z.string().min(1).default('image'),
    /** A text or a list of texts. */
    captionColumn: z.string().min(1).default('caption'),
    ...readingOptions,
  }),
  create: (options): Dataset =>
    new StoredDataset(
      partedSource('parquet', options.files, (path, name) => parquetPart(path, name, options)),
      options,
    ),
});
