import { bytes, dict, int, pickle, text } from './pickle-bytes';

/** A checkpoint before PyTorch 1.6: its object as a pickle, and the numbers of its only storage, "0". */
export function madeLegacyCheckpoint(
  object: Uint8Array,
  content: Uint8Array,
  { count = content.length / 4, version = 1001, little = true } = {},
): Buffer {
  const magic = pickle(0x8a, 10, Buffer.from('6cfc9c46f9206aa85019', 'hex'));
  const system = pickle(dict(text('little_endian'), Buffer.from([little ? 0x88 : 0x89])));
  const length = Buffer.alloc(8);
  length.writeBigInt64LE(BigInt(count));
  return bytes(magic, pickle(int(version)), system, object, pickle('](', text('0'), 'e'), length, content);
}
