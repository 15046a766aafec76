import { UserError } from '@alignclip/core';

/** Reads the bytes of a pickle in order; every read is checked against the end. */
export class PickleCursor {
  private readonly view: DataView;
  private readonly bytes: Uint8Array;

  constructor(
    bytes: Uint8Array,
    readonly file: string,
    public position = 0,
  ) {
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8(): number {
    return this.view.getUint8(this.advance(1));
  }

  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  /** A length in 8 bytes. */
  uint64(): number {
    const length = this.view.getBigUint64(this.advance(8), true);
    return length > BigInt(this.bytes.length)
      ? this.fail(`a length of ${length} bytes is past the end`)
      : Number(length);
  }

  /** Binary floats are the only big-endian numbers of a pickle. */
  float64(): number {
    return this.view.getFloat64(this.advance(8), false);
  }

  take(length: number): Uint8Array {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }

  text(length: number): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.take(length));
    } catch (error) {
      return error instanceof UserError ? raise(error) : this.fail('text that is not UTF-8');
    }
  }

  /** Bytes of Python 2 as text, one character per byte. */
  latin1(length: number): string {
    return Buffer.from(this.take(length)).toString('latin1');
  }

  /** The text up to the next line feed, which is skipped. */
  line(): string {
    const end = this.bytes.indexOf(10, this.position);
    if (end < 0 || end - this.position > 4096) return this.fail('an unterminated line');
    const text = this.text(end - this.position);
    this.position += 1;
    return text;
  }

  fail(what: string): never {
    throw new UserError(`${this.file}: pickle: ${what} (at byte ${this.position})`);
  }

  private advance(length: number): number {
    const start = this.position;
    if (start + length > this.bytes.length) return this.fail(`ends early: expected ${length} more bytes`);
    this.position += length;
    return start;
  }
}

function raise(error: UserError): never {
  throw error;
}
