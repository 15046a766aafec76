import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { openClassFolders } from './listed/class-folders';
import { readingOptions } from './stored/reading-options';
import { StoredDataset } from './stored/stored-dataset';
import { templatesOption } from './stored/templates-option';

/** A folder for each class, as torchvision's ImageFolder: a class set for zero-shot, captions from a template (docs/components). */
export const imageFolder = defineComponent(Dataset)({
  type: 'image-folder',
  options: z.strictObject({
    /** A folder with a folder for each class, or one for each split. */
    files: z.union([z.string().min(1), z.record(z.string().min(1), z.string().min(1))]),
    /** Name of the class set. */
    classSet: z.string().min(1).default('class'),
    /** What a class is called, by its folder; folders not named here: their name, with spaces for `_`. */
    classNames: z.record(z.string(), z.string().min(1)).default({}),
    templates: templatesOption(['a photo of a {}.']),
    ...readingOptions,
  }),
  create: async (options) => {
    const folders = typeof options.files === 'string' ? { train: options.files } : options.files;
    return new StoredDataset(await openClassFolders(folders, options), options);
  },
});
