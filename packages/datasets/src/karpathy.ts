import { posix } from 'node:path';
import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { imagesOption, openLists } from './caption-lists/listed-source';
import { SplitTables, splitsOption } from './caption-lists/split-tables';
import { jsonEntries } from './files/json-lists';
import { fieldsOf } from './files/texts';
import { readingOptions } from './reading/reading-options';
import { StoredDataset } from './reading/stored-dataset';

/** Karpathy's split files of COCO, Flickr30k and Flickr8k, such as `dataset_coco.json` (docs/components). */
export const karpathy = defineComponent(Dataset)({
  type: 'karpathy',
  options: z.strictObject({
    files: z.string().min(1).describe('the split file'),
    images: imagesOption,
    splits: splitsOption,
    ...readingOptions,
  }),
  create: async (options) => {
    const splits = new SplitTables(options.files, options.splits);
    await addSplitFile(options.files, splits);
    const lists = { name: 'karpathy', tables: splits.tables, files: [options.files], images: options.images };
    return new StoredDataset(await openLists(lists), options);
  },
});

/**
 * Adds the images of a split file to the tables of their splits:
 * `images: [{ filename, filepath?, split, sentences: [{ raw }] }]`. An entry without these fields counts as corrupt.
 */
async function addSplitFile(path: string, splits: SplitTables): Promise<void> {
  for await (const { index, value } of jsonEntries(path, ['images'])) {
    const { filename, filepath, split, sentences } = fieldsOf(value);
    const where = `${path}: images[${index}]`;
    const captions = Array.isArray(sentences) ? sentences.map((sentence) => fieldsOf(sentence)['raw']) : [];
    const name = typeof filepath === 'string' ? posix.join(filepath, String(filename)) : String(filename);
    const isKnown = typeof filename === 'string' && typeof split === 'string';
    for (const table of splits.of(typeof split === 'string' ? split : 'train')) {
      if (isKnown) table.add({ image: name, captions, where });
      else table.skip({ damaged: where, reason: 'no texts "filename" and "split"' });
    }
  }
  splits.check();
}
