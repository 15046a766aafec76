import { sha256, UserError } from '@alignclip/core';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  keyBytes,
  openEmbeddingFile,
  readKeys,
  readRows,
  writeEmbeddingFile,
  type EmbeddingFile,
} from './embedding-file';
import { KeyIndex } from './key-index';

/**
 * Embeddings by sentence in a folder of one model. A file is written atomically, named by its content and never changed:
 * any number of processes may read and add at once. In memory lies an index alone; rows are read where they are wanted.
 */
export class EmbeddingStore {
  private readonly index = new KeyIndex();
  private readonly files: (EmbeddingFile & { readonly first: number })[] = [];
  private readonly listed = new Set<string>();
  private rows = 0;
  private opened: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly width: number,
  ) {}

  /** Looks for what other processes have added. */
  async refresh(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names.filter((one) => /^[0-9a-f]{64}\.safetensors$/.test(one)).sort()) {
      if (!this.listed.has(name)) await this.add(join(this.folder, name));
    }
  }

  /** Those of the sentences that the store has no embedding of. */
  async missing(sentences: readonly string[]): Promise<string[]> {
    await (this.opened ??= this.refresh());
    return sentences.filter((sentence) => this.index.find(keyOf(sentence)) === undefined);
  }

  /** The embeddings of those of the sentences that the store has. */
  async read(sentences: readonly string[]): Promise<Map<string, Float32Array>> {
    await (this.opened ??= this.refresh());
    const wanted = new Map<EmbeddingFile, { row: number; key: Uint8Array; name: string }[]>();
    for (const name of sentences) {
      const key = keyOf(name);
      const number = this.index.find(key);
      if (number === undefined) continue;
      const file = this.fileOf(number);
      const own = wanted.get(file) ?? [];
      wanted.set(file, own);
      own.push({ row: number - file.first, key, name });
    }
    const found = new Map<string, Float32Array>();
    for (const [file, rows] of wanted) {
      for (const [name, row] of await orNothing(readRows(file, this.width, rows))) found.set(name, row);
    }
    return found;
  }

  async write(embeddings: ReadonlyMap<string, Float32Array>): Promise<void> {
    const entries = Array.from(embeddings, ([sentence, row]) => [keyOf(sentence), row] as const);
    const path = await writeEmbeddingFile(this.folder, this.width, entries);
    if (!this.listed.has(basename(path))) await this.add(path);
  }

  /** Takes a file into the index; a damaged one is removed, for its embeddings can be computed again. */
  private async add(path: string): Promise<void> {
    this.listed.add(basename(path));
    try {
      const file = await openEmbeddingFile(path, this.width);
      const keys = await readKeys(file);
      for (let row = 0; row < file.rows; row += 1) this.index.add(keys.subarray(row * keyBytes), this.rows + row);
      this.files.push({ ...file, first: this.rows });
      this.rows += file.rows;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await rm(path, { force: true });
    }
  }

  /** The last file that begins at the number or before it. */
  private fileOf(number: number): EmbeddingFile & { readonly first: number } {
    let [low, high] = [0, this.files.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.files[middle]!.first <= number) low = middle;
      else high = middle - 1;
    }
    return this.files[low]!;
  }
}

const keyOf = (sentence: string): Uint8Array => Buffer.from(sha256(sentence), 'hex');

/** A file that is gone or damaged by now has nothing: its embeddings are computed again. */
const orNothing = <T>(reading: Promise<T[]>): Promise<T[]> =>
  reading.catch((error: unknown) => {
    if (error instanceof UserError) return [];
    throw error;
  });
