import { isUtf8 } from 'node:buffer';
import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { CorruptError } from './corrupt';
import { openTable, type ParquetTable } from './files/parquet-table';
import { filesOption } from './files/split-files';
import { fieldsOf, soundCaptions, textOf } from './files/texts';
import { checkImageSize } from './images/image-file';
import type { Part, StoredItem } from './reading/part';
import { readingOptions } from './reading/reading-options';
import { partedSource } from './reading/source';
import { StoredDataset } from './reading/stored-dataset';

const options = z.strictObject({
  files: filesOption.describe('the Parquet files, or those of each split'),
  imageColumn: z
    .string()
    .min(1)
    .default('image')
    .describe('column with the bytes of an image file, or a struct with them in its field `bytes`'),
  captionColumn: z.string().min(1).default('caption').describe('column with a text or a list of texts'),
  ...readingOptions,
});

type Options = z.output<typeof options>;

/** Parquet files with the bytes of image files and their captions, one row per image (docs/components). */
export const parquet = defineComponent(Dataset)({
  type: 'parquet',
  options,
  create: (given): Dataset => {
    const part = (path: string, name: string) => parquetPart(path, name, given);
    return new StoredDataset(partedSource('parquet', given.files, part), given);
  },
});

/** The rows of a Parquet file, with two columns of one row group in memory. The part ends where it can't be read. */
const parquetPart = (path: string, name: string, given: Options): Part => ({
  name,
  async *read(from) {
    let table: ParquetTable | undefined;
    try {
      table = await openTable(path, [given.imageColumn, given.captionColumn]);
      yield* rowsOf(table, name, given, from);
    } catch (error) {
      if (!(error instanceof CorruptError)) throw error;
      yield { damaged: name, reason: error.message, endsPart: true };
    } finally {
      await table?.close();
    }
  },
});

async function* rowsOf(table: ParquetTable, name: string, given: Options, from: number): AsyncGenerator<StoredItem> {
  for (const { start, end } of table.groups) {
    if (end <= from) continue;
    const rows = await table.rows({ start, end });
    if (rows.length !== end - start) throw new CorruptError(`${rows.length} of ${end - start} rows can be read`);
    for (let at = Math.max(start, from); at < end; at += 1) yield itemOfRow(rows[at - start]!, `${name}/${at}`, given);
  }
}

function itemOfRow(row: Record<string, unknown>, id: string, given: Options): StoredItem {
  try {
    const captions = captionsIn([row[given.captionColumn]].flat(), given.captionColumn);
    const image = Buffer.from(imageOf(row[given.imageColumn], given.imageColumn)); // a copy: the page can go
    return { id, captions, held: image.length + 2 * captions.join('').length, load: () => Promise.resolve(image) };
  } catch (error) {
    if (error instanceof CorruptError) return { damaged: id, reason: error.message };
    throw error;
  }
}

function captionsIn(values: readonly unknown[], column: string): string[] {
  if (values.length === 0) throw new CorruptError(`no text in "${column}"`);
  if (values.length > 1) return soundCaptions(values.map(textOrNone));
  if (values[0] instanceof Uint8Array) return soundCaptions([textOf(values[0])]);
  throw new CorruptError('a caption is not a text');
}

function textOrNone(value: unknown): string | undefined {
  return value instanceof Uint8Array && isUtf8(value) ? textOf(value) : undefined;
}

function imageOf(value: unknown, column: string): Uint8Array {
  const bytes = value instanceof Uint8Array ? value : fieldsOf(value)['bytes'];
  if (!(bytes instanceof Uint8Array)) throw new CorruptError(`no bytes in "${column}"`);
  checkImageSize(bytes.length);
  return bytes;
}
