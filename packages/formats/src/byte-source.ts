import { messageOf, systemReason, UserError } from '@alignclip/core';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** Bytes that can be read at any position. */
export interface ByteSource {
  /** The name of the source in errors. */
  readonly name: string;
  readonly size: number;
  /** `length` bytes from `position` in a buffer of their own. Throws UserError past the end. */
  readonly read: (position: number, length: number) => Promise<Uint8Array>;
}

/** Opens a file, passes it to `use` and closes it. Throws UserError where it can't be read. */
export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    const readInto = async (bytes: Uint8Array, position: number) => {
      for (let done = 0; done < bytes.length;) {
        const { bytesRead } = await handle.read(bytes, done, Math.min(bytes.length - done, 1 << 30), position + done);
        if (bytesRead === 0) throw new UserError(`${path}: ends early, at byte ${position + done}`);
        done += bytesRead;
      }
      return bytes;
    };
    return await use({
      name: path,
      size,
      read: async (position, length) => readInto(reserve(path, size, position, length), position),
    });
  } finally {
    await handle.close();
  }
}

/** Memory for a read within the source: never more than the size of the source. */
function reserve(name: string, size: number, position: number, length: number): Uint8Array {
  const inside = Number.isSafeInteger(position) && Number.isSafeInteger(length) && position >= 0 && length >= 0;
  if (!inside || position + length > size) {
    throw new UserError(`${name}: ends early: expected ${length} bytes at byte ${position}, the file has ${size}`);
  }
  return new Uint8Array(length);
}

/** Windows has no such flag. */
const nonBlocking = (constants as Partial<typeof constants>).O_NONBLOCK ?? 0;

/** Opens a file for reading. Throws UserError where there is none. Never blocks, e.g. on a named pipe without a writer. */
export async function openFile(path: string): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | nonBlocking).catch((error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = missing ? 'no such file' : (systemReason(error) ?? messageOf(error));
    throw new UserError(`cannot read "${path}": ${reason}`);
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new UserError(`cannot read "${path}": not a file`);
}
