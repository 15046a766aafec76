import { tarContent } from '../archives/tar-content';

/** The bytes of a tar file with these members. */
export async function madeTar(
  members: readonly (readonly [name: string, content: string | Uint8Array])[],
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const files = members.map(([name, content]) => ({ name, data: Buffer.from(content) }));
  for await (const piece of tarContent(files)) pieces.push(piece);
  return Buffer.concat(pieces);
}
