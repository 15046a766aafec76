import { Header, Pax } from 'tar';
import { tarContent } from '../files/tar-content';

/** The bytes of a tar file with these members. */
export async function madeTar(
  members: readonly (readonly [name: string, content: string | Uint8Array])[],
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const files = members.map(([name, content]) => ({ name, data: Buffer.from(content) }));
  for await (const piece of tarContent(files)) pieces.push(piece);
  return Buffer.concat(pieces);
}

export interface TarHeader {
  readonly name: string;
  readonly type?: Header['type'];
  readonly size?: number;
  readonly linkpath?: string;
}

/** A header that may say anything, with a sum that fits. */
export function tarHeader({ name, type = 'File', size = 0, linkpath }: TarHeader): Buffer {
  const bytes = Buffer.alloc(512);
  const mtime = new Date(0);
  new Header({ path: name, mode: 0o644, size: Math.max(size, 0), type, mtime, ...(linkpath && { linkpath }) }).encode(
    bytes,
    0,
  );
  if (size < 0) bytes.fill(0xff, 124, 136); // base 256: -1
  const sum = bytes.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return bytes;
}

/** A header that gives the next member another name, which can hold any character. */
export const paxName = (name: string): Buffer => new Pax({ path: name }).encode();
