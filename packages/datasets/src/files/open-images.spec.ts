import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '../images/contact-sheet';
import { openImages } from './open-images';
import { tarContent } from './tar-content';

describe('openImages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-open-images-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads a tar file whose first name begins as a zip does', async () => {
    const data = await encodePng({ width: 1, height: 1, mode: 'RGB', data: Uint8Array.of(1, 2, 3) });
    const pieces: Uint8Array[] = [];
    for await (const piece of tarContent([{ name: 'PK0001.png', data }])) pieces.push(piece);
    const path = join(folder, 'photos.tar');
    writeFileSync(path, Buffer.concat(pieces));
    const { read } = await openImages(path);
    expect(Buffer.from(await read('PK0001.png'))).toEqual(data);
  });
});
