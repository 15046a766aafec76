import { crc32 } from 'node:zlib';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, UserError } from '@alignclip/core';
import { withFile } from '../byte-source';
import { locateTensors } from '../safetensors/read';
import { writeSafetensors } from '../safetensors/write';
import { float32Tensor, type StoredTensor } from '../stored-tensor';

export const keyBytes = 32;
const checksumBytes = 4;
/** The maximum number of neighbouring rows that are read together. */
const maxRun = 512;

/** One file of embeddings: for each name its SHA-256, a checksum and a row. Written once, never changed. */
export interface EmbeddingFile {
  readonly path: string;
  readonly rows: number;
  /** CRC-32 of key and row. */
  readonly checksums: Uint32Array;
  /** Offset of the first row in the file. */
  readonly start: number;
}

/** A row to read, by the number and key that the index has for it. */
export interface WantedRow {
  readonly row: number;
  readonly key: Uint8Array;
  readonly name: string;
}

export type Entry = readonly [key: Uint8Array, row: Float32Array];

/** Reads everything but the rows. Throws UserError where the file has no embeddings of that width with checksums. */
export async function openEmbeddingFile(
  path: string,
  width: number,
): Promise<{ readonly file: EmbeddingFile; readonly keys: Uint8Array }> {
  const tensors = await locateTensors(path);
  const [keys, checksums, embeddings] = ['keys', 'checksums', 'embeddings'].map((name) => tensors.get(name));
  const rows = keys?.shape[0] ?? -1;
  const shapes = [keys, checksums, embeddings].map((tensor) => `${tensor?.dtype} ${tensor?.shape.join()}`);
  const expected = [`U8 ${rows},${keyBytes}`, `U8 ${rows},${checksumBytes}`, `F32 ${rows},${width}`];
  if (shapes.join() !== expected.join()) throw new UserError(`${path} has no embeddings of this model`);
  return withFile(path, async (source) => {
    const bytes = await source.read(checksums!.start, rows * checksumBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const sums = Uint32Array.from({ length: rows }, (_, row) => view.getUint32(row * checksumBytes, true));
    const file = { path, rows, checksums: sums, start: embeddings!.start };
    return { file, keys: await source.read(keys!.start, rows * keyBytes) };
  });
}

export type NamedRow = [name: string, row: Float32Array];

/** The wanted rows, without those whose checksum is wrong; from `block`, all rows of the file, where it is given. */
export async function readRows(
  file: EmbeddingFile,
  width: number,
  wanted: readonly WantedRow[],
  block?: Uint8Array,
): Promise<NamedRow[]> {
  if (block !== undefined) return soundRows(file, width, wanted, block, 0);
  const found: NamedRow[] = [];
  await withFile(file.path, async (source) => {
    for (const run of runsOf(wanted)) {
      const first = run[0]!.row;
      const length = (run.at(-1)!.row - first + 1) * width * 4;
      const bytes = await source.read(file.start + first * width * 4, length);
      found.push(...soundRows(file, width, run, bytes, first));
    }
  });
  return found;
}

/** `bytes`: the rows from number `first` on. */
function soundRows(
  { checksums }: EmbeddingFile,
  width: number,
  wanted: readonly WantedRow[],
  bytes: Uint8Array,
  first: number,
): NamedRow[] {
  const found: NamedRow[] = [];
  for (const { row, key, name } of wanted) {
    const own = bytes.slice((row - first) * width * 4, (row - first + 1) * width * 4);
    if (checksumOf(key, own) === checksums[row]) found.push([name, new Float32Array(own.buffer)]);
  }
  return found;
}

/** Neighbouring rows together, in the order of the file. */
function runsOf(wanted: readonly WantedRow[]): WantedRow[][] {
  const runs: WantedRow[][] = [];
  for (const one of [...wanted].sort((a, b) => a.row - b.row)) {
    const run = runs.at(-1);
    if (run !== undefined && one.row - run.at(-1)!.row <= 1 && one.row - run[0]!.row < maxRun) run.push(one);
    else runs.push([one]);
  }
  return runs;
}

const checksumOf = (key: Uint8Array, row: Uint8Array): number => crc32(row, crc32(key));

const bytesOf = (row: Float32Array): Uint8Array => new Uint8Array(row.buffer, row.byteOffset, row.byteLength);

/** Writes embeddings to a file that is named by their keys; atomic. */
export async function writeEmbeddingFile(folder: string, width: number, entries: readonly Entry[]): Promise<string> {
  const sorted = [...entries].sort(([a], [b]) => Buffer.compare(a, b));
  const values = new Float32Array(sorted.length * width);
  const checksums = Buffer.alloc(sorted.length * checksumBytes);
  sorted.forEach(([key, row], i) => {
    values.set(row, i * width);
    checksums.writeUInt32LE(checksumOf(key, bytesOf(row)), i * checksumBytes);
  });
  const keys = Uint8Array.from(Buffer.concat(sorted.map(([key]) => key)));
  const path = join(folder, `${sha256(Buffer.from(keys))}.safetensors`);
  await mkdir(folder, { recursive: true });
  const tensors = new Map<string, StoredTensor>([
    ['keys', { dtype: 'U8', shape: [sorted.length, keyBytes], data: keys }],
    ['checksums', { dtype: 'U8', shape: [sorted.length, checksumBytes], data: Uint8Array.from(checksums) }],
    ['embeddings', float32Tensor([sorted.length, width], values)],
  ]);
  await writeSafetensors(path, tensors);
  return path;
}

/** The entries of a file with the right checksum; none where the file is missing or corrupt by now. */
export async function soundEntries({ path }: EmbeddingFile, width: number): Promise<Entry[]> {
  try {
    const { file, keys } = await openEmbeddingFile(path, width);
    const key = (row: number) => keys.subarray(row * keyBytes, (row + 1) * keyBytes);
    const all = Array.from({ length: file.rows }, (_, row) => ({ row, key: key(row), name: String(row) }));
    const rows = await readRows(file, width, all);
    return rows.map(([row, values]) => [key(Number(row)), values]);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
