import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, UserError } from '@alignclip/core';
import { float32Tensor, readSafetensors, toFloat32, writeSafetensors, type StoredTensor } from '@alignclip/formats';

const keyBytes = 32;

/**
 * Embeddings by sentence in a folder of one model. A file holds the SHA-256 of its sentences and their embeddings, is
 * written atomically, named by its content and never changed: any number of processes may read and add at once.
 */
export class EmbeddingStore {
  constructor(
    private readonly folder: string,
    private readonly width: number,
  ) {}

  /** The embeddings of those of the sentences that the store has. */
  async read(sentences: Iterable<string>): Promise<Map<string, Float32Array>> {
    const byKey = new Map(Array.from(sentences, (sentence) => [sha256(sentence), sentence]));
    const found = new Map<string, Float32Array>();
    for (const name of await this.fileNames()) {
      for (const [key, row] of await this.readFile(join(this.folder, name))) {
        const sentence = byKey.get(key);
        if (sentence !== undefined) found.set(sentence, row.slice());
      }
    }
    return found;
  }

  async write(embeddings: ReadonlyMap<string, Float32Array>): Promise<void> {
    const entries = [...embeddings].map(([sentence, row]) => [sha256(sentence), row] as const);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    const values = new Float32Array(entries.length * this.width);
    entries.forEach(([, row], i) => values.set(row, i * this.width));
    const keys = Buffer.from(entries.map(([key]) => key).join(''), 'hex');
    await mkdir(this.folder, { recursive: true });
    await writeSafetensors(
      join(this.folder, `${sha256(keys)}.safetensors`),
      new Map<string, StoredTensor>([
        ['keys', { dtype: 'U8', shape: [entries.length, keyBytes], data: Uint8Array.from(keys) }],
        ['embeddings', float32Tensor([entries.length, this.width], values)],
      ]),
    );
  }

  private async fileNames(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => /^[0-9a-f]{64}\.safetensors$/.test(name)).sort();
  }

  /** Rows by key; a damaged file is removed, for its embeddings can be computed again. */
  private async readFile(path: string): Promise<Map<string, Float32Array>> {
    try {
      const { tensors } = await readSafetensors(path);
      const [keys, embeddings] = [tensors.get('keys'), tensors.get('embeddings')];
      const rows = keys?.shape[0] ?? -1;
      const fits = keys?.shape.join() === `${rows},${keyBytes}` && embeddings?.shape.join() === `${rows},${this.width}`;
      if (!fits || keys.dtype !== 'U8') throw new UserError(`${path} holds no embeddings of this model`);
      const values = toFloat32(embeddings);
      const key = (row: number) =>
        Buffer.from(keys.data.subarray(row * keyBytes, (row + 1) * keyBytes)).toString('hex');
      return new Map(
        Array.from({ length: rows }, (_, row) => [key(row), values.subarray(row * this.width, (row + 1) * this.width)]),
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await rm(path, { force: true });
      return new Map();
    }
  }
}
