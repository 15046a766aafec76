import { crc32 } from 'node:zlib';
import { UserError } from '@alignclip/core';

const [plte, idat, iend] = ['PLTE', 'IDAT', 'IEND'] as const;
const signature = Buffer.from('89504e470d0a1a0a', 'hex');

interface PngChunks {
  readonly colours: Uint8Array | undefined;
  /** The parts of the compressed pixels. */
  readonly pixels: readonly Uint8Array[];
}

/** The chunks up to the end of the pixels. Throws UserError where one before them is corrupt. The sums of the pixels' chunks are not checked: zlib has one of its own. */
export function chunksOf(bytes: Uint8Array): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixels: Uint8Array[] = [];
  let colours: Uint8Array | undefined;
  for (let at = 8; at + 8 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (type === idat) pixels.push(content);
    else if (pixels.length > 0 || type === iend) break;
    else if (!/^[a-z]{4}$/i.test(type) || !hasSum(bytes, at)) throw new UserError(`the chunk at byte ${at} is corrupt`);
    else if (type === plte) colours = content;
    at += 12 + length;
  }
  if (pixels.length === 0) throw new UserError('no pixels');
  return { colours, pixels };
}

function hasSum(bytes: Uint8Array, at: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = at + 8 + view.getUint32(at);
  return end + 4 <= bytes.length && crc32(bytes.subarray(at + 4, end)) === view.getUint32(end);
}

/** A PNG file of these chunks; `header` is the content of IHDR. */
export function madePng(header: Uint8Array, pixels: readonly Uint8Array[], palette?: Uint8Array): Buffer {
  const parts = [signature, ...chunk('IHDR', [header])];
  if (palette !== undefined) parts.push(...chunk(plte, [palette]));
  return Buffer.concat([...parts, ...chunk(idat, pixels), ...chunk(iend, [])]);
}

function chunk(type: string, contents: readonly Uint8Array[]): Uint8Array[] {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const name = Buffer.from(type);
  length.writeUInt32BE(contents.reduce((all, { length: own }) => all + own, 0));
  sum.writeUInt32BE(contents.reduce((last, content) => crc32(content, last), crc32(name)));
  return [length, name, ...contents, sum];
}
