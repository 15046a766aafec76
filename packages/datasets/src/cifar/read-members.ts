import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import { openBytes } from '../archives/open-bytes';
import { walkTar } from '../archives/walk-tar';
import { DamageError } from '../stored/stored-example';

/** No batch of CIFAR comes near. */
const mostBytes = 2 ** 28;

/** Files of a folder or of a tar file (plain or gzipped), by their names without folders. */
export interface Members {
  readonly names: readonly string[];
  /** Throws UserError where there is no such file. */
  read(name: string): Promise<Buffer>;
}

/** Throws UserError where neither a folder nor a tar file stands at that path. */
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
  const bytes = await openBytes(path);
  try {
    for await (const { name, type, size, read } of walkTar(bytes)) {
      if (type !== 'File' && type !== 'OldFile') continue;
      checkSize(`${path}: ${name}`, size);
      members.set(basename(name), await read());
    }
  } catch (error) {
    if (error instanceof DamageError) throw new UserError(`${path}: ${error.message}`);
    throw error;
  } finally {
    await bytes.close();
  }
  return {
    names: [...members.keys()],
    read: async (name) => {
      const content = members.get(name);
      if (content === undefined) throw new UserError(`${path} lacks the file ${name}`);
      return content;
    },
  };
}

function checkSize(where: string, size: number): void {
  if (size > mostBytes) throw new UserError(`${where} has ${size} bytes; no file of CIFAR is that large`);
}
