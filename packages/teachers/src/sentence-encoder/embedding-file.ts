import { sha256, UserError } from '@alignclip/core';
import { float32Tensor, locateTensors, withFile, writeSafetensors, type StoredTensor } from '@alignclip/formats';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

export const keyBytes = 32;

/** One file of embeddings: SHA-256 of its sentences and a row for each. Written once, never changed. */
export interface EmbeddingFile {
  readonly path: string;
  readonly rows: number;
  /** Offsets in the file. */
  readonly keysAt: number;
  readonly embeddingsAt: number;
}

/** Where keys and rows lie. Throws UserError where the file holds no embeddings of that width. */
export async function openEmbeddingFile(path: string, width: number): Promise<EmbeddingFile> {
  const tensors = await locateTensors(path);
  const [keys, embeddings] = [tensors.get('keys'), tensors.get('embeddings')];
  const rows = keys?.shape[0] ?? -1;
  const fits = keys?.shape.join() === `${rows},${keyBytes}` && embeddings?.shape.join() === `${rows},${width}`;
  if (!fits || keys.dtype !== 'U8' || embeddings.dtype !== 'F32')
    throw new UserError(`${path} holds no embeddings of this model`);
  return { path, rows, keysAt: keys.start, embeddingsAt: embeddings.start };
}

export const readKeys = ({ path, rows, keysAt }: EmbeddingFile): Promise<Uint8Array> =>
  withFile(path, (source) => source.read(keysAt, rows * keyBytes));

/** The rows whose keys are those that are wanted. */
export async function readRows<T>(
  { path, keysAt, embeddingsAt }: EmbeddingFile,
  width: number,
  wanted: readonly { readonly row: number; readonly key: Uint8Array; readonly name: T }[],
): Promise<[T, Float32Array][]> {
  return withFile(path, async (source) => {
    const found: [T, Float32Array][] = [];
    for (const { row, key, name } of wanted) {
      const own = await source.read(keysAt + row * keyBytes, keyBytes);
      if (Buffer.compare(own, key) !== 0) continue;
      const bytes = await source.read(embeddingsAt + row * width * 4, width * 4);
      found.push([name, new Float32Array(bytes.buffer, bytes.byteOffset, width)]);
    }
    return found;
  });
}

/** Writes embeddings by key to a file that is named by their keys; atomic. */
export async function writeEmbeddingFile(
  folder: string,
  width: number,
  embeddings: readonly (readonly [key: Uint8Array, row: Float32Array])[],
): Promise<string> {
  const sorted = [...embeddings].sort(([a], [b]) => Buffer.compare(a, b));
  const values = new Float32Array(sorted.length * width);
  sorted.forEach(([, row], i) => values.set(row, i * width));
  const keys = Uint8Array.from(Buffer.concat(sorted.map(([key]) => key)));
  const path = join(folder, `${sha256(Buffer.from(keys))}.safetensors`);
  await mkdir(folder, { recursive: true });
  const tensors = new Map<string, StoredTensor>([
    ['keys', { dtype: 'U8', shape: [sorted.length, keyBytes], data: keys }],
    ['embeddings', float32Tensor([sorted.length, width], values)],
  ]);
  await writeSafetensors(path, tensors);
  return path;
}

/** One file with what several hold, each key once; undefined where none can be read. */
export async function mergeEmbeddingFiles(
  folder: string,
  width: number,
  files: readonly EmbeddingFile[],
): Promise<string | undefined> {
  const merged = new Map<string, [key: Uint8Array, row: Float32Array]>();
  for (const file of files) {
    for (const entry of await orNothing(entriesOf(file, width)))
      merged.set(Buffer.from(entry[0]).toString('hex'), entry);
  }
  return merged.size === 0 ? undefined : writeEmbeddingFile(folder, width, [...merged.values()]);
}

/** All that a file holds. */
async function entriesOf(file: EmbeddingFile, width: number): Promise<[key: Uint8Array, row: Float32Array][]> {
  const keys = await readKeys(file);
  const bytes = await withFile(file.path, (source) => source.read(file.embeddingsAt, file.rows * width * 4));
  return Array.from({ length: file.rows }, (_, row) => [
    keys.subarray(row * keyBytes, (row + 1) * keyBytes),
    new Float32Array(bytes.buffer, bytes.byteOffset + row * width * 4, width),
  ]);
}

/** A file that is gone or damaged by now has nothing: its embeddings are computed again. */
const orNothing = <T>(reading: Promise<T[]>): Promise<T[]> =>
  reading.catch((error: unknown) => {
    if (error instanceof UserError) return [];
    throw error;
  });
