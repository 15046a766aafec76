import { type Spec, UserError } from '@alignclip/core';
import { type Registry, specOf } from '@alignclip/experiment';
import { existsSync } from 'node:fs';

/** Readers by the end of a file's name. */
const readers = [
  { type: 'csv', name: /\.[ct]sv(?:\.gz)?$/i },
  { type: 'webdataset', name: /\.tar(?:\.gz)?$|\.tgz$/i },
  { type: 'parquet', name: /\.parquet$/i },
];

/** What data options mean, wherever a command takes some. */
export const dataHelp =
  'a csv or tsv file, webdataset shards (.tar, braces), parquet files, a data set by type, or {"type":"…","options":{…}}';

/**
 * The data set that a user means: files by their names' ends, else a component by type or as JSON. `images` is where the
 * images of a list are. Throws UserError naming the near misses.
 */
export function dataArgument(registry: Registry, text: string, images?: string): Spec<'dataset'> {
  const reader = text.trimStart().startsWith('{') ? undefined : readers.find(({ name }) => name.test(text));
  if (reader === undefined) return specByType(registry, text, images);
  const options = { files: text, ...(images !== undefined && { images }) };
  return specOf(registry, 'dataset', JSON.stringify({ type: reader.type, options }));
}

function specByType(registry: Registry, text: string, images: string | undefined): Spec<'dataset'> {
  const isType = registry.components.some(({ slot, type }) => slot.name === 'dataset' && type === text);
  if (!isType && existsSync(text)) {
    const example = JSON.stringify({ type: 'coco', options: { files: text } });
    throw new UserError(`--data ${text}: its name tells no reader; name one, for example ${example}`);
  }
  if (images !== undefined) {
    throw new UserError(
      `--images = "${images}" goes with a csv or tsv file; here it is an option of the data set: {"type":"…","options":{"images":"…",…}}`,
    );
  }
  return specOf(registry, 'dataset', text);
}
