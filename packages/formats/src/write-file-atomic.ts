import { cannotWrite, UserError } from '@alignclip/core';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A file's content, in one piece or in several written one after another. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that readers see the old content or the new one, never a part of it: a temporary file in the
 * same folder is flushed to the disk, then renamed. On failure nothing is left behind and the old file is unchanged. A
 * link keeps leading to its file; a device or pipe is written in place. Throws UserError where the file can't be written.
 */
export async function writeFileAtomic(path: string, content: FileContent): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const known = await stat(target).catch(() => undefined);
  if (known === undefined || known.isFile() || known.isDirectory()) await replaceFile(target, content, path);
  else await writeInPlace(target, content, path);
}

/** `given`: how the user names the file. */
async function replaceFile(path: string, content: FileContent, given: string): Promise<void> {
  const temporary = join(dirname(path), `${temporaryStart(path)}${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx').catch((error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw missing
      ? new UserError(`cannot write "${given}": there is no folder ${dirname(path)}`)
      : cannotWrite(given, error);
  });
  try {
    await writeFlushed(handle, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw cannotWrite(given, error);
  }
  await flushFolder(dirname(path));
}

async function writeInPlace(path: string, content: FileContent, given: string): Promise<void> {
  try {
    const handle = await open(path, 'w');
    try {
      for await (const piece of piecesOf(content)) await writeWhole(handle, piece);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw cannotWrite(given, error);
  }
}

async function writeFlushed(handle: FileHandle, content: FileContent): Promise<void> {
  try {
    for await (const piece of piecesOf(content)) await writeWhole(handle, piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const piecesOf = (content: FileContent) =>
  typeof content === 'string' ? [Buffer.from(content)] : content instanceof Uint8Array ? [content] : content;

async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, Math.min(bytes.length - done, 1 << 30));
    done += bytesWritten;
  }
}

/** Flushes the rename itself; file systems that can't open folders don't need it. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/**
 * Removes the temporary files of `path` that a killed `writeFileAtomic` left behind, never the file itself. Only for
 * callers that know that nobody is writing the file.
 */
export function removeHalfWritten(path: string): void {
  const start = temporaryStart(path);
  if (!existsSync(dirname(path))) return;
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(start) && name.endsWith('.tmp')) rmSync(join(dirname(path), name), { force: true });
  }
}

/** How the names of a file's temporary files begin: with its own name, or with its hash where that would be too long. */
function temporaryStart(path: string): string {
  const name = basename(path);
  const long = Buffer.byteLength(name) > 200;
  return `.${long ? createHash('sha256').update(name).digest('hex').slice(0, 32) : name}.`;
}
