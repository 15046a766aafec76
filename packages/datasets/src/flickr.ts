import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { csvRows } from './caption-lists/csv-rows';
import { flickrRows } from './caption-lists/flickr-rows';
import { imagesOption, openLists } from './caption-lists/listed-source';
import { SplitTables, splitsOption } from './caption-lists/split-tables';
import { readingOptions } from './reading/reading-options';
import { StoredDataset } from './reading/stored-dataset';

/** The published caption files of Flickr30k and Flickr8k, with their images (docs/components). */
export const flickr = defineComponent(Dataset)({
  type: 'flickr',
  options: z.strictObject({
    files: z
      .string()
      .min(1)
      .describe('the caption file: *.token, *.token.txt, results.csv, captions.txt or flickr_annotations_30k.csv'),
    images: imagesOption,
    splitFiles: z
      .record(z.string().min(1), z.string().min(1))
      .optional()
      .describe('per split, the file that lists its images, one name per line, such as Flickr_8k.trainImages.txt'),
    splits: splitsOption,
    ...readingOptions,
  }),
  create: async (options) => {
    const { files, images, splitFiles = {} } = options;
    const splits = new SplitTables(files, options.splits);
    const listed = options.splitFiles && (await splitNames(splitFiles));
    for await (const { split = 'train', ...row } of flickrRows(files)) {
      const names = listed === undefined ? [split] : listed.splitsOf(row.image);
      for (const name of names) for (const table of splits.of(name)) table.add(row);
    }
    for (const { split, ...missing } of listed?.missing() ?? []) {
      for (const table of splits.of(split)) table.skip(missing);
    }
    splits.check();
    const lists = { name: 'flickr', tables: splits.tables, files: [files, ...Object.values(splitFiles)], images };
    return new StoredDataset(await openLists(lists), options);
  },
});

/** Which images a split has. */
interface SplitNames {
  splitsOf(image: string): readonly string[];
  /** Images that were never asked for. */
  missing(): { readonly split: string; readonly damaged: string; readonly reason: string }[];
}

/** From files with one image name per line. Throws UserError where one can't be read. */
async function splitNames(files: Readonly<Record<string, string>>): Promise<SplitNames> {
  const splits = new Map<string, string[]>();
  for (const [split, path] of Object.entries(files)) {
    for await (const { fields } of csvRows(path, { separator: '\t', quoting: false })) {
      const name = fields[0]!.trim();
      splits.set(name, [...(splits.get(name) ?? []), split]);
    }
  }
  const asked = new Set<string>();
  return {
    splitsOf: (image) => {
      asked.add(image);
      return splits.get(image) ?? [];
    },
    missing: () => {
      const missing = [...splits].filter(([name]) => !asked.has(name));
      return missing.flatMap(([name, own]) =>
        own.map((split) => ({ split, damaged: `${files[split]}: ${name}`, reason: 'has no captions' })),
      );
    },
  };
}
