import type { Matrix } from '@alignclip/core';
import { readSafetensors, type StoredTensor, toFloat32, writeSafetensors } from '@alignclip/formats';
import { matrixFromRows, row } from '@alignclip/metrics';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type KnownEmbeddings, noEmbeddings } from './cached-encoder';

const modalities = ['image', 'text'] as const;

/** The embeddings in a file that `writeEmbeddingFile` wrote; none where the file is missing or corrupt. */
export async function readEmbeddingFile(path: string): Promise<KnownEmbeddings> {
  const known = noEmbeddings();
  if (!existsSync(path)) return known;
  try {
    const { tensors } = await readSafetensors(path);
    for (const modality of modalities) {
      const [keys, rows] = [tensors.get(`${modality}/keys`), tensors.get(`${modality}/rows`)];
      if (keys && rows) readRows(keys, rows).forEach(([key, values]) => known[modality].set(key, values));
    }
    return known;
  } catch {
    return noEmbeddings(); // a cache: what can't be read is computed again
  }
}

/** Writes all of them to one safetensors file, atomically: SHA-256 keys [n, 32] and rows [n, d] of each modality. */
export async function writeEmbeddingFile(path: string, known: KnownEmbeddings): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const modality of modalities) {
    const entries = [...known[modality]];
    if (entries.length === 0) continue;
    const { rows, columns, values } = matrixFromRows(entries.map(([, embedding]) => embedding));
    const keys = Uint8Array.from(Buffer.concat(entries.map(([key]) => Buffer.from(key, 'base64'))));
    tensors.set(`${modality}/keys`, { dtype: 'U8', shape: [rows, 32], data: keys });
    tensors.set(`${modality}/rows`, { dtype: 'F32', shape: [rows, columns], data: values });
  }
  await mkdir(dirname(path), { recursive: true });
  await writeSafetensors(path, tensors);
}

function readRows(keys: StoredTensor, stored: StoredTensor): [string, Float32Array][] {
  const [rows = 0, columns = 0] = stored.shape;
  if (keys.shape[0] !== rows || keys.shape[1] !== 32) return [];
  const matrix: Matrix = { rows, columns, values: toFloat32(stored) };
  const bytes = Buffer.from(keys.data as Uint8Array);
  return Array.from({ length: rows }, (_, i) => [
    bytes.subarray(32 * i, 32 * (i + 1)).toString('base64'),
    row(matrix, i),
  ]);
}
