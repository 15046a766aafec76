import { messageOf } from '@alignclip/core';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { openFile } from '@alignclip/formats';
import { CorruptError } from '../corrupt';

/** Gives some bytes from a position on; none at the end. */
interface Chunks {
  chunkAt(position: number): Promise<Buffer>;
  /** Known where bytes can be read from any position; otherwise each call must continue where the last one ended. */
  readonly size: number | undefined;
  close(): Promise<void>;
}

/** Reads bytes from front to back, holding one chunk. */
export class ForwardBytes {
  private chunk: Buffer = Buffer.alloc(0);
  private chunkStart = 0;
  private at = 0;

  constructor(private readonly chunks: Chunks) {}

  get position(): number {
    return this.at;
  }

  /** The next bytes, copied; fewer than asked for only at the end. */
  async readSome(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let left = length; left > 0;) {
      const piece = (await this.rest()).subarray(0, left);
      if (piece.length === 0) break;
      pieces.push(piece);
      this.at += piece.length;
      left -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  /** Throws CorruptError where the bytes end too early. */
  async read(length: number): Promise<Buffer> {
    const bytes = await this.readSome(length);
    if (bytes.length < length) throw new CorruptError(`ends early, at byte ${this.at}`);
    return bytes;
  }

  /** Throws CorruptError where the bytes end too early. */
  async skip(length: number): Promise<void> {
    const end = this.at + length;
    const { size } = this.chunks;
    if (size !== undefined && end <= size) this.at = end;
    while (this.at < end) {
      const step = Math.min((await this.rest()).length, end - this.at);
      if (step === 0) throw new CorruptError(`ends early, at byte ${this.at}`);
      this.at += step;
    }
  }

  close(): Promise<void> {
    return this.chunks.close();
  }

  /** The rest of the chunk, or of a new one if nothing is left. */
  private async rest(): Promise<Buffer> {
    if (this.at >= this.chunkStart + this.chunk.length) {
      this.chunk = await this.chunks.chunkAt(this.at);
      this.chunkStart = this.at;
    }
    return this.chunk.subarray(this.at - this.chunkStart);
  }
}

const chunkBytes = 2 ** 18;
/** The maximum size of an unpacked gzip file, as a multiple of its own size; a tar of images hardly shrinks at all. */
const maxExpansion = 100;
const alwaysAllowed = 2 ** 26;

/** Opens a file that may be gzipped (its first bytes decide). Throws UserError where it can't be opened. */
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
  pipeline(file, unpacked, () => undefined); // the iterator throws the errors
  const chunks = unpacked[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  let given = 0;
  return {
    size: undefined,
    chunkAt: async () => {
      const next: IteratorResult<Buffer, undefined> = await chunks.next().catch((error: unknown) => {
        throw new CorruptError(`gzip: ${messageOf(error)}`);
      });
      if (next.done === true) return Buffer.alloc(0);
      given += next.value.length;
      if (given <= alwaysAllowed || given <= size * maxExpansion) return next.value;
      throw new CorruptError(`gzip: unpacks to more than ${maxExpansion} times its size; refused`);
    },
    close: async () => {
      await chunks.return?.();
      file.destroy();
    },
  };
}
