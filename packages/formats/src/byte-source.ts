import { UserError } from '@alignclip/core';

import { openFile } from './open-file';

/** Bytes that can be read at any place: a file too large for one buffer, or a buffer. */
export interface ByteSource {
  /** Names the source in errors. */
  readonly name: string;
  readonly size: number;
  /** `length` bytes from `position` in a buffer of their own. Throws UserError past the end. */
  read(position: number, length: number): Promise<Uint8Array>;
}

/** Opens a file for the time of `use`. Throws UserError where it can't be read. */
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

/** Memory for a read that stays inside the source: never more than the source itself holds. */
function reserve(name: string, size: number, position: number, length: number): Uint8Array {
  const inside = Number.isSafeInteger(position) && Number.isSafeInteger(length) && position >= 0 && length >= 0;
  if (!inside || position + length > size) {
    throw new UserError(`${name}: ends early: ${length} bytes wanted at byte ${position}, the file has ${size}`);
  }
  return new Uint8Array(length);
}
