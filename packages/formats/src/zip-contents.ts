import { crc32 } from 'node:zlib';

import { messageOf, UserError } from '@alignclip/core';
import { openPromise, type Entry, type ZipFile } from 'yauzl';

import { MemoryBudget } from './memory-budget';

/** The files in a zip, by name. */
export interface ZipContents {
  readonly names: readonly string[];
  /** Unpacked size of a member in bytes; undefined if there is none of that name. */
  sizeOf(name: string): number | undefined;
  /** A member in a buffer of its own, its checksum verified. Throws UserError if there is none. */
  read(name: string): Promise<Uint8Array>;
}

/** A zip that stays open until it is closed. */
export interface OpenZip extends ZipContents {
  close(): void;
}

/**
 * Opens a zip. Nothing is written to the disk. Throws UserError for names that leave the folder, names that occur twice,
 * encrypted members, wrong sizes and checksums, and members that expand beyond the MemoryBudget.
 */
export async function openZip(path: string, fileBytes: number): Promise<OpenZip> {
  const zip = await openPromise(path, { autoClose: false, lazyEntries: true }).catch(refuse(path));
  try {
    const entries = await list(zip, path, fileBytes);
    return {
      names: [...entries.keys()],
      sizeOf: (name) => entries.get(name)?.uncompressedSize,
      read: async (name) => {
        const entry = entries.get(name);
        if (entry === undefined) throw new UserError(`${path}: the zip has no member "${name}"`);
        return unpack(zip, entry).catch(refuse(`${path}: ${name}`));
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** Opens a zip, passes it to `use` and closes it. */
export async function withZip<T>(path: string, fileBytes: number, use: (zip: ZipContents) => Promise<T>): Promise<T> {
  const zip = await openZip(path, fileBytes);
  try {
    return await use(zip);
  } finally {
    zip.close();
  }
}

async function list(zip: ZipFile, path: string, fileBytes: number): Promise<Map<string, Entry>> {
  const budget = new MemoryBudget(fileBytes, path);
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw new UserError(`${path}: the zip has two members "${entry.fileName}"`);
      budget.spend(entry.uncompressedSize, `member "${entry.fileName}"`);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    return refuse(path)(error);
  }
  return entries;
}

async function unpack(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  if (!entry.canDecodeFileData()) throw new Error('encrypted, or compressed by an unknown method');
  const bytes = new Uint8Array(entry.uncompressedSize);
  let filled = 0;
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>) {
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  if (filled !== bytes.length) throw new Error(`${filled} bytes instead of ${bytes.length}`);
  if (crc32(bytes) !== entry.crc32) throw new Error('wrong checksum: the file is corrupt');
  return bytes;
}

/** Errors of the zip library are about the user's file. */
const refuse =
  (what: string) =>
  (error: unknown): never => {
    if (error instanceof UserError) throw error;
    throw new UserError(`${what}: ${messageOf(error)}`);
  };
