import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { UserError } from '@alignclip/core';

/** A file's content, in one piece or in several written one after another. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that readers see the old content or the new one, never a part: a temporary file in the same
 * folder, flushed to the disk, then renamed. On failure nothing stays behind and the old file is untouched.
 * Throws UserError where the folder can't be written.
 */
export async function writeFileAtomic(path: string, content: FileContent): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `cannot write "${path}": ${error.code === 'ENOENT' ? `there is no folder ${dirname(path)}` : error.message}`,
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

/** Makes the rename itself last; some file systems can't open folders, and lose nothing by that. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
