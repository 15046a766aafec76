import { sha256, UserError } from '@alignclip/core';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mergeEmbeddingFiles, openEmbeddingFile, readKeys, readRows, writeEmbeddingFile } from './embedding-file';
import { KeyPlaces, type ListedFile } from './key-places';

/** A file of fewer rows is small. */
const smallRows = 1 << 12;
/** So many rows in small files of its own a process puts into one. */
const mergedRows = 1 << 14;

/**
 * Embeddings by sentence in a folder of one model. A file is written atomically, named by its content and never changed;
 * a process puts its small ones together, then removes them. Any number of processes may read and add at once. In memory
 * lies an index alone; rows are read where they are wanted.
 */
export class EmbeddingStore {
  private readonly places = new KeyPlaces();
  private readonly listed = new Set<string>();
  /** Files that this process wrote and has not put together yet. */
  private small: ListedFile[] = [];
  private opened: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly width: number,
    private readonly merged = mergedRows,
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
    return sentences.filter((sentence) => this.places.find(keyOf(sentence)) === undefined);
  }

  /** The embeddings of those of the sentences that the store has. */
  async read(sentences: readonly string[]): Promise<Map<string, Float32Array>> {
    await (this.opened ??= this.refresh());
    const { found, isLost } = await this.readOnce(sentences);
    if (!isLost) return found;
    await this.refresh(); // another process may have put files together
    const rest = sentences.filter((sentence) => !found.has(sentence));
    return new Map([...found, ...(await this.readOnce(rest)).found]);
  }

  async write(embeddings: ReadonlyMap<string, Float32Array>): Promise<void> {
    const entries = Array.from(embeddings, ([sentence, row]) => [keyOf(sentence), row] as const);
    const path = await writeEmbeddingFile(this.folder, this.width, entries);
    const file = this.listed.has(basename(path)) ? undefined : await this.add(path);
    if (file === undefined || file.rows >= smallRows) return;
    this.small.push(file);
    if (this.small.length > 1 && this.small.reduce((sum, { rows }) => sum + rows, 0) >= this.merged) await this.merge();
  }

  /** `isLost`: a file that was listed is gone or damaged. */
  private async readOnce(sentences: readonly string[]) {
    const wanted = new Map<ListedFile, { row: number; key: Uint8Array; name: string }[]>();
    for (const name of sentences) {
      const key = keyOf(name);
      const place = this.places.find(key);
      if (place === undefined) continue;
      const own = wanted.get(place.file) ?? [];
      wanted.set(place.file, own);
      own.push({ row: place.row, key, name });
    }
    const found = new Map<string, Float32Array>();
    let isLost = false;
    for (const [file, rows] of wanted) {
      const read = await orUndefined(readRows(file, this.width, rows));
      if (read === undefined) this.places.drop(file);
      isLost ||= read === undefined;
      for (const [name, row] of read ?? []) found.set(name, row);
    }
    return { found, isLost };
  }

  /** Puts the small files into one; they go once that is on the disk. */
  private async merge(): Promise<void> {
    const small = this.small.splice(0);
    const path = await mergeEmbeddingFiles(this.folder, this.width, small);
    if (path !== undefined) await this.add(path, small);
    for (const file of small) if (file.path !== path) await rm(file.path, { force: true });
  }

  /**
   * Takes a file into the index, at once in the place of others; a damaged one is removed, for its embeddings can be
   * computed again.
   */
  private async add(path: string, replaced: readonly ListedFile[] = []): Promise<ListedFile | undefined> {
    this.listed.add(basename(path));
    try {
      const file = await openEmbeddingFile(path, this.width);
      const keys = await readKeys(file);
      for (const other of replaced) this.places.drop(other);
      return this.places.add(file, keys);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await rm(path, { force: true });
      return undefined;
    }
  }
}

const keyOf = (sentence: string): Uint8Array => Buffer.from(sha256(sentence), 'hex');

const orUndefined = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch((error: unknown) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
