import { unknownName, UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import type { AsyncBuffer, FileMetaData, RowGroup } from 'hyparquet';
import { DamageError } from '../stored/stored-example';
import { boundedCompressors } from './bounded-compressors';

/** What the wanted columns of a row group may have together, unpacked: they are in memory at once. */
const mostGroupBytes = 2 ** 30;

export interface RowRange {
  readonly start: number;
  readonly end: number;
}

export interface ParquetTable {
  readonly groups: readonly RowRange[];
  /** Fields of rows; texts and bytes as bytes. Throws DamageError where they can't be read. */
  rows(range: RowRange): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Throws UserError where a column is missing or a row group too large, DamageError where it is no whole Parquet file. */
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
    const metadata = await damaged(parquetMetadataAsync(file));
    const groups = groupsOf(metadata, columns, path);
    const compressors = await boundedCompressors(mostGroupBytes);
    const parsers = { stringFromBytes: (bytes: Uint8Array) => bytes };
    return {
      groups,
      rows: ({ start, end }) =>
        damaged(
          parquetReadObjects({
            file,
            metadata,
            columns: [...columns],
            rowStart: start,
            rowEnd: end,
            compressors,
            parsers,
            utf8: false,
          }),
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
  throw new DamageError(`${rows} rows, its row groups have ${start}`);
}

/** The schema lists columns depth first, each with the number of its parts. */
function topColumns([root, ...rest]: FileMetaData['schema']): string[] {
  const names: string[] = [];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let i = 0; i < (rest[at]?.num_children ?? 0); i += 1) next = skip(next);
    return next;
  };
  for (let at = 0, i = 0; i < (root?.num_children ?? 0) && at < rest.length; i += 1, at = skip(at))
    names.push(rest[at]!.name);
  return names;
}

function checkSize({ columns }: RowGroup, wanted: readonly string[], where: string): void {
  const bytes = columns
    .map(({ meta_data: column }) => column)
    .filter((column) => column !== undefined && wanted.includes(column.path_in_schema[0]!))
    .reduce((sum, column) => sum + Number(column!.total_uncompressed_size), 0);
  if (bytes <= mostGroupBytes) return;
  throw new UserError(`${where} has ${bytes} bytes; write the file with smaller row groups, of a thousand images say`);
}

/** What the library throws is about the file. */
async function damaged<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new DamageError(`parquet: ${error instanceof Error ? error.message : String(error)}`);
  }
}
