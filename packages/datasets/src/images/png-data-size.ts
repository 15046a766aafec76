import { inflateSync } from 'node:zlib';
import { DamageError } from '../stored/stored-example';

/**
 * Throws DamageError where the data of a PNG file unpack to more than its size declares: decoders that unpack first
 * would take any amount of memory.
 */
export function checkPngDataSize(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x49444154) pieces.push(bytes.subarray(at + 8, at + 8 + length)); // IDAT
    at += 12 + length;
  }
  const declared = Math.min(2 ** 28, view.getUint32(20) * (view.getUint32(16) + 1) * 2 + 1024); // also interlaced
  try {
    inflateSync(Buffer.concat(pieces), { maxOutputLength: declared });
  } catch (error) {
    throw new DamageError(`png: ${error instanceof Error ? error.message : String(error)}`);
  }
}
