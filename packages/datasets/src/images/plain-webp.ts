/** Chunks that the pixels of the first image depend on; profile, Exif and XMP do not. */
const kept = new Set(['VP8X', 'ALPH', 'VP8 ', 'VP8L', 'ANIM', 'ANMF']);

/**
 * The same WebP file with its first image only: a decoder would list all images of an animation, whatever their number.
 * A file without such chunks is returned as it is, and so is what can't be read. Source: RFC 9649, 2.3–2.7.
 */
export function plainWebp(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (nameAt(bytes, 12) !== 'VP8X' || bytes.length < 30) return bytes;
  const chunks: Uint8Array[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = nameAt(bytes, at);
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    if (kept.has(name)) chunks.push(bytes.subarray(at, end));
    if (name === 'ANMF') break;
    at = end;
  }
  const content = Buffer.concat(chunks);
  content[8]! &= hasAlpha | hasAnimation;
  const size = Buffer.alloc(4);
  size.writeUInt32LE(4 + content.length);
  return Buffer.concat([bytes.subarray(0, 4), size, bytes.subarray(8, 12), content]);
}

/** Flags of VP8X; the others announce chunks that are left out. */
const [hasAlpha, hasAnimation] = [0x10, 0x02];

const nameAt = (bytes: Uint8Array, at: number): string => Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');
