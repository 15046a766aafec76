import { openFile } from '@alignclip/formats';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DamageError } from '../stored/stored-example';
import { ForwardBytes, type Chunks } from './forward-bytes';

const chunkBytes = 2 ** 18;
/** What a gzip file may unpack to, in multiples of its size; a tar of images hardly shrinks at all. */
const mostExpansion = 100;
const alwaysAllowed = 2 ** 26;

/** Opens a file that may be gzipped (told by its first bytes). Throws UserError where it can't be opened. */
export async function openBytes(path: string): Promise<ForwardBytes> {
  const handle = await openFile(path);
  const { size } = await handle.stat();
  const start = Buffer.alloc(2);
  await handle.read(start, 0, 2, 0);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return new ForwardBytes(plainChunks(handle, size));
  await handle.close();
  return new ForwardBytes(unpackedChunks(path, size));
}

const plainChunks = (handle: FileHandle, size: number): Chunks => ({
  size,
  chunkAt: async (position) => {
    const chunk = Buffer.allocUnsafeSlow(Math.max(0, Math.min(chunkBytes, size - position)));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    return chunk.subarray(0, bytesRead);
  },
  close: () => handle.close(),
});

function unpackedChunks(path: string, size: number): Chunks {
  const file = createReadStream(path);
  const unpacked = createGunzip({ chunkSize: chunkBytes });
  pipeline(file, unpacked, () => undefined); // errors come out of the iterator
  const chunks = unpacked[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let given = 0;
  return {
    size: undefined,
    chunkAt: async () => {
      const { done, value } = await chunks.next().catch((error: Error) => {
        throw new DamageError(`gzip: ${error.message}`);
      });
      if (done === true) return Buffer.alloc(0);
      given += value.length;
      if (given <= alwaysAllowed || given <= size * mostExpansion) return value;
      throw new DamageError(`gzip: unpacks to more than ${mostExpansion} times its size; refused`);
    },
    close: async () => {
      await chunks.return?.();
      file.destroy();
    },
  };
}
