import { UserError } from '@alignclip/core';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A file's content, in one piece or in several written one after another. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that readers see the old content or the new one, never a part of it: a temporary file in the
 * same folder is flushed to the disk, then renamed. On failure nothing is left behind and the old file is unchanged.
 * Throws UserError where the folder can't be written.
 */
export async function writeFileAtomic(path: string, content: FileContent): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx').catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      `cannot write "${path}": ${code === 'ENOENT' ? `there is no folder ${dirname(path)}` : message}`,
    );
  });
  try {
    await writeFlushed(handle, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await flushFolder(dirname(path));
}

async function writeFlushed(handle: FileHandle, content: FileContent): Promise<void> {
  try {
    const pieces =
      typeof content === 'string' ? [Buffer.from(content)] : content instanceof Uint8Array ? [content] : content;
    for await (const piece of pieces) await writeWhole(handle, piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

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
  const start = `.${basename(path)}.`;
  if (!existsSync(dirname(path))) return;
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(start) && name.endsWith('.tmp')) rmSync(join(dirname(path), name), { force: true });
  }
}
