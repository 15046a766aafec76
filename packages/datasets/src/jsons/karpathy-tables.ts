import { posix } from 'node:path';
import type { SplitTables } from '../listed/split-tables';
import { fieldsOf, listIn, readJson } from '../stored/read-json';

/**
 * Adds the images of a split file to the tables of their splits:
 * `images: [{ filename, filepath?, split, sentences: [{ raw }] }]`. An entry that lacks those counts as damaged.
 */
export async function karpathyTables(path: string, splits: SplitTables): Promise<void> {
  for (const [i, image] of listIn(await readJson(path), 'images', path).entries()) {
    const { filename, filepath, split, sentences } = fieldsOf(image);
    const where = `${path}: images[${i}]`;
    const captions = Array.isArray(sentences) ? sentences.map((sentence) => fieldsOf(sentence)['raw']) : [];
    const known = typeof filename === 'string' && captions.every((caption) => typeof caption === 'string');
    const name = typeof filepath === 'string' ? posix.join(filepath, String(filename)) : String(filename);
    for (const table of splits.of(typeof split === 'string' ? split : 'train')) {
      if (known && typeof split === 'string') table.add({ image: name, captions, where });
      else table.skip({ damaged: where, reason: 'no texts "filename", "split" and "raw" of each sentence' });
    }
  }
  splits.check();
}
