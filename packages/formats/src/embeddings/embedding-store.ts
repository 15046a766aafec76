import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { counted, messageOf, sha256, UserError, warn } from '@alignclip/core';
import { openEmbeddingFile, soundEntries, writeEmbeddingFile } from './embedding-file';
import type { Entry, WantedRow } from './embedding-file';
import { KeyIndex, type ListedFile } from './key-index';
import { RowBlocks } from './row-blocks';

/** A file with fewer rows is small. */
const smallRows = 1 << 12;
/** A process merges its small files when they have this many rows. */
const mergedRows = 1 << 14;

/**
 * Rows by name, such as a sentence or the hash of an image, in a folder for one model. A file is written atomically, named
 * by its content and never changed; a process merges its small ones, then removes them. Any number of processes, on any
 * number of machines, may read and add at the same time. A row whose checksum is wrong counts as missing, and its file is
 * written again without such rows. Where the folder can't be written, rows stay in memory. Only an index is kept there
 * otherwise.
 */
export class EmbeddingStore {
  private readonly index = new KeyIndex();
  private readonly listed = new Set<string>();
  private readonly blocks = new RowBlocks();
  /** Rows that could not be written. */
  private readonly unsaved = new Map<string, Float32Array>();
  /** Small files that this process wrote and has not merged yet. */
  private small: ListedFile[] = [];
  private opened: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly width: number,
    private readonly merged = mergedRows,
    private readonly notify: (line: string) => void = warn,
  ) {}

  /** Looks for files that other processes have added. */
  async refresh(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names.filter((one) => /^[0-9a-f]{64}\.safetensors$/.test(one)).sort()) {
      if (!this.listed.has(name)) await this.add(join(this.folder, name));
    }
  }

  /** Those of the names that the store has no row of. */
  async missing(names: readonly string[]): Promise<string[]> {
    await (this.opened ??= this.refresh());
    return names.filter((one) => !this.unsaved.has(one) && this.index.find(keyOf(one)) === undefined);
  }

  /** The rows of those of the names that the store has. */
  async read(names: readonly string[]): Promise<Map<string, Float32Array>> {
    await (this.opened ??= this.refresh());
    const { found, isLost } = await this.readOnce(names);
    if (!isLost) return found;
    await this.refresh(); // another process may have merged files
    const rest = names.filter((name) => !found.has(name));
    return new Map([...found, ...(await this.readOnce(rest)).found]);
  }

  async write(embeddings: ReadonlyMap<string, Float32Array>): Promise<void> {
    try {
      const path = await this.writeFile(Array.from(embeddings, ([name, row]) => [keyOf(name), row]));
      const file = this.listed.has(basename(path)) ? undefined : await this.add(path);
      if (file === undefined || file.rows >= smallRows) return;
      this.small.push(file);
      const smallest = this.small.reduce((sum, { rows }) => sum + rows, 0);
      if (this.small.length > 1 && smallest >= this.merged) await this.merge(this.small.splice(0));
    } catch (error) {
      orUnsaved(error);
      if (this.unsaved.size === 0) this.notify(`embeddings can't be cached in ${this.folder}: ${messageOf(error)}`);
      for (const [name, row] of embeddings) this.unsaved.set(name, row);
    }
  }

  /** `isLost`: a listed file is missing or corrupt. */
  private async readOnce(names: readonly string[]) {
    const found = new Map<string, Float32Array>();
    const wanted = new Map<ListedFile, WantedRow[]>();
    for (const name of names) {
      const row = this.unsaved.get(name);
      const key = keyOf(name);
      const place = row === undefined ? this.index.find(key) : undefined;
      if (row !== undefined) found.set(name, row);
      if (place === undefined) continue;
      const own = wanted.get(place.file) ?? [];
      wanted.set(place.file, own);
      own.push({ row: place.row, key, name });
    }
    let isLost = false;
    for (const [file, rows] of wanted) {
      const read = await this.blocks.read(file, this.width, rows).catch(orUndefined);
      for (const [name, row] of read ?? []) found.set(name, row);
      if (read?.length === rows.length) continue;
      isLost = true;
      if (read === undefined) this.drop(file);
      else await this.renew(file);
    }
    return { found, isLost };
  }

  /** Opens a file again that another process has replaced; one with corrupt rows is written again without them. */
  private async renew(file: ListedFile): Promise<void> {
    this.small = this.small.filter((other) => other !== file);
    const { length } = await soundEntries(file, this.width);
    if (length === file.rows) {
      this.drop(file);
      await this.add(file.path);
      return;
    }
    this.notify(`${file.path}: ${counted(file.rows - length, 'row')} corrupt, to be computed again`);
    await this.merge([file]).catch(orUnsaved); // where it can't be written, its other rows can still be read
  }

  /** Writes the valid rows of files to one file; the others are removed once that is on the disk. */
  private async merge(files: readonly ListedFile[]): Promise<void> {
    const entries = new Map<string, Entry>();
    for (const file of files) {
      for (const entry of await soundEntries(file, this.width))
        entries.set(Buffer.from(entry[0]).toString('hex'), entry);
    }
    const path = entries.size === 0 ? undefined : await this.writeFile([...entries.values()]);
    for (const file of files) this.drop(file);
    if (path !== undefined) await this.add(path);
    for (const file of files) if (file.path !== path) await rm(file.path, { force: true });
  }

  private writeFile(entries: readonly Entry[]): Promise<string> {
    return writeEmbeddingFile(this.folder, this.width, entries);
  }

  private drop(file: ListedFile): void {
    this.index.drop(file);
    this.blocks.drop(file);
    this.listed.delete(basename(file.path));
  }

  /** Adds a file to the index; a corrupt one is removed, because its embeddings can be computed again. */
  private async add(path: string): Promise<ListedFile | undefined> {
    this.listed.add(basename(path));
    const opened = await openEmbeddingFile(path, this.width).catch(orUndefined);
    if (opened !== undefined) return this.index.add(opened.file, opened.keys);
    await rm(path, { force: true }).catch(() => undefined); // a folder that can't be written
    return undefined;
  }
}

const keyOf = (name: string): Uint8Array => Buffer.from(sha256(name), 'hex');

/** A file that is missing or corrupt has nothing; its embeddings are computed again. */
function orUndefined(error: unknown): undefined {
  if (error instanceof UserError) return undefined;
  throw error;
}

/** An error of the file system, such as a folder that can't be written, costs time only. */
function orUnsaved(error: unknown): void {
  if (!(typeof error === 'object' && error !== null && 'code' in error)) throw error;
}
