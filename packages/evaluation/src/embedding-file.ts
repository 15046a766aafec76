import { messageOf, systemProblem, warn } from '@alignclip/core';
import {
  float32Tensor,
  makeFolder,
  readSafetensors,
  type StoredTensor,
  toFloat32,
  writeChecked,
} from '@alignclip/formats';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type KnownEmbeddings, noEmbeddings } from './cached-encoder';

const modalities = ['image', 'text'] as const;

/** The embeddings in a file that `writeEmbeddingFile` wrote; none where it is missing or, with a note, corrupt. */
export async function readEmbeddingFile(path: string, notify = warn): Promise<KnownEmbeddings> {
  const known = noEmbeddings();
  if (!existsSync(path)) return known;
  try {
    for (const [name, tensor] of (await readSafetensors(path)).tensors) {
      const [, modality, list] = /^(image|text)\/([0-9a-f]{64})$/.exec(name) ?? [];
      const [rows = 0, columns = 0] = tensor.shape;
      if (list !== undefined)
        known[modality as 'image' | 'text'].set(list, { rows, columns, values: toFloat32(tensor) });
    }
    return known;
  } catch (error) {
    notify(`${messageOf(error)}; its embeddings are computed again`);
    return noEmbeddings();
  }
}

/**
 * Writes all of them to one safetensors file, atomically, with a checksum: rows [n, d] of each list, `<modality>/<hash>`.
 * Where it can't be written, on a read-only or full disk, a note says so: they are computed again the next time.
 */
export async function writeEmbeddingFile(path: string, known: KnownEmbeddings, notify = warn): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const modality of modalities) {
    for (const [list, { rows, columns, values }] of known[modality])
      tensors.set(`${modality}/${list}`, float32Tensor([rows, columns], values));
  }
  try {
    makeFolder(dirname(path));
    await writeChecked(path, tensors);
  } catch (error) {
    notify(`the embeddings could not be kept: ${systemProblem(error) ?? messageOf(error)}`);
  }
}
