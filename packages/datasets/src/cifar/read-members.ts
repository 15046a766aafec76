import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import { CorruptError } from '../corrupt';
import { openBytes } from '../files/forward-bytes';
import { walkTar } from '../files/walk-tar';

/** The maximum size of a file; CIFAR's own are far smaller. */
const maxBytes = 2 ** 28;
/** The maximum size of all files of an archive, which are in memory together. */
const maxTotalBytes = 2 ** 29;

/** The files in a folder or tar file (plain or gzipped), by name without folder. */
export interface Members {
  readonly names: readonly string[];
  /** Throws UserError where there is no such file. */
  read(name: string): Promise<Buffer>;
}

/** Throws UserError where the path is neither a folder nor a tar file. */
export async function readMembers(path: string): Promise<Members> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) return archived(path);
  return { names: await readdir(path), read: (name) => fileContent(join(path, name)) };
}

async function fileContent(path: string): Promise<Buffer> {
  const handle = await openFile(path);
  try {
    checkSize(path, (await handle.stat()).size);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function archived(path: string): Promise<Members> {
  const members = new Map<string, Buffer>();
  let total = 0;
  const bytes = await openBytes(path);
  try {
    for await (const { name, type, size, read } of walkTar(bytes)) {
      if (type !== 'File' && type !== 'OldFile') continue;
      checkSize(`${path}: ${name}`, size);
      total += size;
      if (total > maxTotalBytes)
        throw new UserError(`${path} has more than ${maxTotalBytes} bytes in it; CIFAR has 180 MB`);
      members.set(basename(name), await read());
    }
  } catch (error) {
    if (error instanceof CorruptError) throw new UserError(`${path}: ${error.message}`);
    throw error;
  } finally {
    await bytes.close();
  }
  return {
    names: [...members.keys()],
    read: async (name) => {
      const content = members.get(name);
      if (content === undefined) throw new UserError(`${path} has no file ${name}`);
      return content;
    },
  };
}

function checkSize(where: string, size: number): void {
  if (size > maxBytes) throw new UserError(`${where} has ${size} bytes; no CIFAR file is that large`);
}
