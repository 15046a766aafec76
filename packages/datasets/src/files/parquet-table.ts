import { messageOf, unknownName, UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import type { AsyncBuffer, FileMetaData, RowGroup } from 'hyparquet';
import { CorruptError } from '../corrupt';
import { checkFooter, checkGroup, maxGroupBytes, UnpackedPages, unpackers } from './parquet-bounds';

interface RowRange {
  readonly start: number;
  readonly end: number;
}

export interface ParquetTable {
  readonly groups: readonly RowRange[];
  /** The fields of rows; texts and bytes as bytes. Throws CorruptError where they can't be read. */
  rows(range: RowRange): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Throws UserError where a column is missing or a row group too large, CorruptError where it is not a complete Parquet file. */
export async function openTable(path: string, columns: readonly string[]): Promise<ParquetTable> {
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const handle = await openFile(path);
  const close = () => handle.close();
  try {
    const { size } = await handle.stat();
    const file: AsyncBuffer = {
      byteLength: size,
      slice: async (start, end = size) => {
        if (!(start >= 0 && start <= end && end <= size)) throw new Error(`bytes ${start} to ${end} of ${size}`);
        const bytes = new Uint8Array(end - start);
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      },
    };
    await orCorrupt(checkFooter(file));
    const metadata = await orCorrupt(parquetMetadataAsync(file));
    const groups = groupsOf(metadata, columns, path);
    const pages = new UnpackedPages(await unpackers());
    const parsers = { stringFromBytes: (bytes: Uint8Array) => bytes };
    const options = { file, metadata, columns: [...columns], compressors: pages.compressors };
    return {
      groups,
      rows: (range) =>
        orCorrupt(
          (async () => {
            await checkGroup(
              file,
              metadata,
              groups.findIndex(({ start, end }) => start === range.start && end === range.end),
              columns,
              pages,
            );
            return parquetReadObjects({ ...options, rowStart: range.start, rowEnd: range.end, parsers, utf8: false });
          })(),
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function groupsOf(
  { schema, row_groups: groups, num_rows: rows }: FileMetaData,
  columns: readonly string[],
  path: string,
): RowRange[] {
  const names = topColumns(schema);
  const missing = columns.find((column) => !names.includes(column));
  if (missing !== undefined) throw unknownName(`column of ${path}`, missing, names);
  let start = 0;
  const ranges = groups.map((group, i) => {
    checkSize(group, columns, `${path}: row group ${i}`);
    const range = { start, end: start + Number(group.num_rows) };
    start = range.end;
    return range;
  });
  if (start === Number(rows) && ranges.every(({ start, end }) => start <= end)) return ranges;
  throw new CorruptError(`${rows} rows, its row groups have ${start}`);
}

/** The schema lists columns depth first, each with the number of its children. */
function topColumns([root, ...rest]: FileMetaData['schema']): string[] {
  const names: string[] = [];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let i = 0; i < (rest[at]?.num_children ?? 0); i += 1) next = skip(next);
    return next;
  };
  for (let at = 0, i = 0; i < (root?.num_children ?? 0) && at < rest.length; i += 1, at = skip(at)) {
    names.push(rest[at]!.name);
  }
  return names;
}

function checkSize({ columns }: RowGroup, wanted: readonly string[], where: string): void {
  const bytes = columns
    .map(({ meta_data: column }) => column)
    .filter((column) => column !== undefined && wanted.includes(column.path_in_schema[0]!))
    .reduce((sum, column) => sum + Number(column!.total_uncompressed_size), 0);
  if (bytes <= maxGroupBytes) return;
  throw new UserError(
    `${where} has ${bytes} bytes; write the file with smaller row groups, for example of 1000 images`,
  );
}

/** The errors of the library are about the file. */
async function orCorrupt<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new CorruptError(`parquet: ${messageOf(error)}`);
  }
}
