import { classLabels, Dataset, defineComponent, UserError, type ClassSet } from '@alignclip/core';
import { withFile } from '@alignclip/formats';
import { z } from 'zod';
import { CorruptError } from './corrupt';
import { filesOption } from './files/split-files';
import { textOf } from './files/texts';
import { classSetOption, templatesOption } from './reading/class-set';
import { readingOptions } from './reading/reading-options';
import { partedSource } from './reading/source';
import { StoredDataset } from './reading/stored-dataset';
import { shardPart } from './webdataset/shard-part';

const suffixes = (...values: string[]) => z.array(z.string().min(1)).min(1).default(values);

const classesOption = z.strictObject({
  names: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('names of the classes in the order of their numbers, or a text file with one name per line'),
  set: classSetOption,
  templates: templatesOption(['a photo of a {}.']),
});

/** Tar shards of webdataset: the files with one key are a sample (docs/components). */
export const webdataset = defineComponent(Dataset)({
  type: 'webdataset',
  options: z.strictObject({
    files: filesOption.describe('the shards (tar files, plain or gzipped), or those of each split'),
    imageSuffixes: suffixes('jpg', 'jpeg', 'png', 'webp', 'gif').describe(
      'suffixes of image members; the first one that a sample has is read',
    ),
    captionSuffixes: suffixes('txt', 'json').describe(
      'suffixes of caption members (text, or JSON with `captionField`); the first one that a sample has is read',
    ),
    captionField: z.string().min(1).default('caption').describe('JSON field with a text or a list of texts'),
    classes: classesOption
      .optional()
      .describe('reads `.cls` members (number or name of a class) as labels (default: they are not read)'),
    ...readingOptions,
  }),
  create: async (options): Promise<Dataset> => {
    const { imageSuffixes: images, captionSuffixes: captions, captionField } = options;
    const classes = options.classes && (await openClasses(options.classes));
    const labelled = classes && { ...classes, labels: classLabels(classes) };
    const layout = { images, captions, captionField, classes: labelled };
    const part = (path: string, name: string) => shardPart(path, name, layout);
    const source = partedSource('webdataset', options.files, part, classes && [classes]);
    return new StoredDataset(source, options);
  },
});

const maxNamesBytes = 2 ** 20;

/** Throws UserError where the file of names can't be read or is not such a list. Names may repeat, as in ImageNet's list. */
async function openClasses({ names, set, templates }: z.output<typeof classesOption>): Promise<ClassSet> {
  const classes = typeof names === 'string' ? await namesIn(names) : names;
  return { name: set, classes, templates };
}

async function namesIn(path: string): Promise<readonly string[]> {
  const text = await withFile(path, async ({ size, read }) => {
    if (size > maxNamesBytes) throw new UserError(`${path}: ${size} bytes are too many for class names`);
    return textIn(await read(0, size), path);
  });
  const names = text.split(/\r?\n/).map((line) => line.trim());
  while (names.at(-1) === '') names.pop();
  const empty = names.indexOf('');
  if (names.length === 0 || empty >= 0) throw new UserError(`${path}: line ${empty + 1 || 1} has no class name`);
  return names;
}

function textIn(bytes: Uint8Array, path: string): string {
  try {
    return textOf(bytes);
  } catch (error) {
    if (error instanceof CorruptError) throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
}
