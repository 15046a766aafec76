import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { classesOption, openClasses } from './shards/classes-option';
import { shardPart } from './shards/shard-part';
import { partedSource } from './stored/parted-source';
import { readingOptions } from './stored/reading-options';
import { filesOption } from './stored/split-files';
import { StoredDataset } from './stored/stored-dataset';

const suffixes = (...values: string[]) => z.array(z.string().min(1)).min(1).default(values);

/** Tar shards of webdataset: the files of one key are a sample (docs/components). */
export const webdataset = defineComponent(Dataset)({
  type: 'webdataset',
  options: z.strictObject({
    /** The shards, or those of each split; tar files, plain or gzipped. */
    files: filesOption,
    /** Ends of the names of images; the first that a sample has counts. */
    imageSuffixes: suffixes('jpg', 'jpeg', 'png', 'webp', 'gif'),
    /** Ends of the names of captions; text, or `captionField` of a json. */
    captionSuffixes: suffixes('txt', 'json'),
    /** A text or a list of texts. */
    captionField: z.string().min(1).default('caption'),
    /** Reads `.cls` members, a number or a name, as labels. */
    classes: classesOption.optional(),
    ...readingOptions,
  }),
  create: async (options): Promise<Dataset> => {
    const { imageSuffixes: images, captionSuffixes: captions, captionField } = options;
    const classes = options.classes && (await openClasses(options.classes));
    const layout = { images, captions, captionField, classes };
    const part = (path: string, name: string) => shardPart(path, name, layout);
    const source = partedSource('webdataset', options.files, part, classes && [classes]);
    return new StoredDataset(source, options);
  },
});
