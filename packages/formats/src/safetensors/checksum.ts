import { slipsOf, UserError } from '@alignclip/core';
import { createHash } from 'node:crypto';

/** The metadata of our own files that holds the SHA-256 of everything else in the file. */
export const checksumField = 'alignclip.sha256';

/** What stands in its place while it is computed. */
export const noChecksum = '0'.repeat(64);

export function checksumOf(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** Verifies a file whose metadata names a checksum, read in pieces: its first bytes up to the data, then the data. */
export class ChecksumTest {
  private readonly hash = createHash('sha256');
  /** Undefined in files of others; empty where the name of the checksum has changed. */
  private readonly expected: string | undefined;

  constructor(
    private readonly name: string,
    beginning: Uint8Array,
    metadata: Readonly<Record<string, string>>,
  ) {
    this.expected =
      metadata[checksumField] ?? (slipsOf(checksumField, Object.keys(metadata)).length > 0 ? '' : undefined);
    if (this.expected !== undefined) this.hash.update(blanked(beginning, this.expected));
  }

  add(bytes: Uint8Array): void {
    if (this.expected !== undefined) this.hash.update(bytes);
  }

  /** Throws UserError where a byte of the file has changed since it was written. */
  end(): void {
    if (this.expected === undefined || this.hash.digest('hex') === this.expected) return;
    throw new UserError(`${this.name}: corrupt: its content does not match its checksum`);
  }
}

function blanked(beginning: Uint8Array, checksum: string): Uint8Array {
  const text = `"${checksumField}":"${checksum}"`;
  const copy = Buffer.from(beginning);
  const at = copy.indexOf(text);
  if (at >= 0) copy.write(`"${checksumField}":"${noChecksum}"`, at);
  return copy;
}

/** A checksum is no part of what a file says: it would be wrong in a copy. */
export const withoutChecksum = ({ [checksumField]: _, ...rest }: Record<string, string>): Record<string, string> =>
  rest;
