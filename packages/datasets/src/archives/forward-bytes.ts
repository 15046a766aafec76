import { DamageError } from '../stored/stored-example';

/** Gives the bytes from a position on, as many as it likes; none at the end. */
export interface Chunks {
  chunkAt(position: number): Promise<Buffer>;
  /** Known where any position may be asked for; else each call must go on where the last one ended. */
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

  /** The next bytes, in memory of their own; fewer than asked for only at the end. */
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

  /** Throws DamageError where the bytes end before. */
  async read(length: number): Promise<Buffer> {
    const bytes = await this.readSome(length);
    if (bytes.length < length) throw new DamageError(`ends early, at byte ${this.at}`);
    return bytes;
  }

  /** Throws DamageError where the bytes end before. */
  async skip(length: number): Promise<void> {
    const end = this.at + length;
    const { size } = this.chunks;
    if (size !== undefined && end <= size) this.at = end;
    while (this.at < end) {
      const step = Math.min((await this.rest()).length, end - this.at);
      if (step === 0) throw new DamageError(`ends early, at byte ${this.at}`);
      this.at += step;
    }
  }

  close(): Promise<void> {
    return this.chunks.close();
  }

  /** What of the chunk is still to come; a new chunk if nothing is. */
  private async rest(): Promise<Buffer> {
    if (this.at >= this.chunkStart + this.chunk.length) {
      this.chunk = await this.chunks.chunkAt(this.at);
      this.chunkStart = this.at;
    }
    return this.chunk.subarray(this.at - this.chunkStart);
  }
}
