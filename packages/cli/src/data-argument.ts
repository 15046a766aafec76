import type { Spec } from '@alignclip/core';
import { type Registry, specOf } from '@alignclip/experiment';

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
 * pictures of a list are. Throws UserError naming the near misses.
 */
export function dataArgument(registry: Registry, text: string, images?: string): Spec<'dataset'> {
  const reader = text.trimStart().startsWith('{') ? undefined : readers.find(({ name }) => name.test(text));
  if (reader === undefined) return specOf(registry, 'dataset', text);
  const options = { files: text, ...(images !== undefined && { images }) };
  return specOf(registry, 'dataset', JSON.stringify({ type: reader.type, options }));
}
