import { brotliDecompressSync, crc32, gunzipSync } from 'node:zlib';
import type { AsyncBuffer, CompressionCodec, Compressors, FileMetaData, SchemaElement } from 'hyparquet';
import { checkPages, PageBudget, type ColumnLevels } from './parquet-pages';
import { skimThrift } from './thrift-skim';

/** The maximum total size of the wanted columns of a row group, unpacked: they are in memory together. */
export const maxGroupBytes = 2 ** 30;
/** The maximum number of their values. */
const maxGroupValues = 2 ** 24;
const maxFooterBytes = 2 ** 24;

/** Throws RangeError where the metadata at the end of a Parquet file are too many or not complete. */
export async function checkFooter(file: AsyncBuffer): Promise<void> {
  const end = new DataView(await file.slice(Math.max(0, file.byteLength - 8)));
  if (end.byteLength < 8) throw new RangeError('the file is too short');
  const length = end.getUint32(0, true);
  if (length > maxFooterBytes || length > file.byteLength - 8) throw new RangeError(`metadata of ${length} bytes`);
  const start = file.byteLength - 8 - length;
  skimThrift(new Uint8Array(await file.slice(start, start + length)), 0);
}

/** Checks the wanted columns of a row group before they are decoded, and unpacks them. Throws RangeError where they are too large. */
export async function checkGroup(
  file: AsyncBuffer,
  { row_groups: groups, schema }: FileMetaData,
  index: number,
  wanted: readonly string[],
  pages: UnpackedPages,
): Promise<void> {
  pages.forget();
  const budget = new PageBudget(maxGroupBytes, maxGroupValues);
  const group = groups[index]!;
  if (Number(group.num_rows) > maxGroupValues) throw new RangeError(`a row group of ${group.num_rows} rows`);
  for (const { meta_data: column } of group.columns) {
    if (column === undefined || !wanted.includes(column.path_in_schema[0]!)) continue;
    const first = Number(column.dictionary_page_offset ?? 0) || Number(column.data_page_offset);
    const start = Math.min(first, Number(column.data_page_offset));
    const length = Number(column.total_compressed_size);
    if (length > maxGroupBytes) throw new RangeError(`a column of ${length} bytes`);
    const chunk = new Uint8Array(await file.slice(start, start + length));
    const { codec } = column;
    checkPages(chunk, levelsOf(schema, column.path_in_schema), budget, (packed, size) =>
      codec === 'UNCOMPRESSED' ? packed : pages.unpack(codec, packed, size),
    );
  }
}

/** How often and how deep a column may repeat or be missing. */
function levelsOf(schema: readonly SchemaElement[], path: readonly string[]): ColumnLevels {
  const levels = { definition: 0, repetition: 0 };
  let at = 0;
  for (const name of path) {
    at = childOf(schema, at, name);
    const { repetition_type: kind } = schema[at]!;
    if (kind !== 'REQUIRED') levels.definition += 1;
    if (kind === 'REPEATED') levels.repetition += 1;
  }
  return levels;
}

function childOf(schema: readonly SchemaElement[], parent: number, name: string): number {
  const after = (at: number): number => {
    let next = at + 1;
    for (let i = 0; i < (schema[at]?.num_children ?? 0) && next < schema.length; i += 1) next = after(next);
    return next;
  };
  let child = parent + 1;
  for (let i = 0; i < (schema[parent]?.num_children ?? 0) && child < schema.length; i += 1, child = after(child)) {
    if (schema[child]!.name === name) return child;
  }
  throw new RangeError(`no column "${name}" in the schema`);
}

type Unpackers = Partial<Record<CompressionCodec, (input: Uint8Array, outputLength: number) => Uint8Array>>;

/** Unpacks the pages of a row group once: for the check, and then for the library. */
export class UnpackedPages {
  private readonly pages = new Map<string, Uint8Array>();

  constructor(private readonly unpackers: Unpackers) {}

  get compressors(): Compressors {
    const codecs = Object.keys(this.unpackers) as CompressionCodec[];
    const known = (packed: Uint8Array, length: number) => this.known(packed, length);
    return Object.fromEntries(codecs.map((codec) => [codec, known]));
  }

  unpack(codec: CompressionCodec, packed: Uint8Array, length: number): Uint8Array {
    const unpacker = this.unpackers[codec];
    if (unpacker === undefined) throw new RangeError(`packed with ${codec}, which can't be read`);
    const page = length === 0 ? new Uint8Array(0) : unpacker(packed, length); // lz4 fails on an empty page
    if (page.length !== length) throw new RangeError(`a page of ${page.length} bytes that says it has ${length}`);
    this.pages.set(keyOf(packed, length), page);
    return page;
  }

  forget(): void {
    this.pages.clear();
  }

  private known(packed: Uint8Array, length: number): Uint8Array {
    const page = this.pages.get(keyOf(packed, length));
    if (page === undefined) throw new RangeError('a page that was not checked');
    return page;
  }
}

const keyOf = (packed: Uint8Array, length: number): string => `${packed.length} ${length} ${crc32(packed)}`;

/** Every codec of Parquet; none takes more memory than a page says it has. */
export async function unpackers(): Promise<Unpackers> {
  const { compressors } = await import('hyparquet-compressors');
  const { Decompress } = await import('fzstd');
  return {
    ...(compressors as Unpackers),
    GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
    BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
    ZSTD: (input, length) => {
      checkZstdFrame(input, length);
      const page = new Uint8Array(length);
      let at = 0;
      const stream = new Decompress((piece) => {
        if (at + piece.length > length) throw new RangeError(`a page that unpacks to more than ${length} bytes`);
        page.set(piece, at);
        at += piece.length;
      });
      stream.push(input, true);
      return page.subarray(0, at);
    },
  };
}

const maxWindowBits = 27;

/** The library reserves the window, or the content that a frame says it has. Throws RangeError where they are too large. */
function checkZstdFrame(frame: Uint8Array, length: number): void {
  const head = frame[4] ?? 0;
  const hasWindow = (head & 32) === 0;
  if (hasWindow && 10 + ((frame[5] ?? 0) >> 3) <= maxWindowBits) return;
  const bytes = [1, 2, 4, 8][head >> 6]!;
  const start = 5 + [0, 1, 2, 4][head & 3]!;
  const size = frame
    .subarray(start, start + bytes)
    .reduce((sum, byte, i) => sum + byte * 256 ** i, bytes === 2 ? 256 : 0);
  if (hasWindow || size > length) throw new RangeError(`a frame of more than ${length} bytes`);
}
