import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderImages } from './folder-images';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'alignclip-images-')), 'images');
  mkdirSync(join(folder, 'below'), { recursive: true });
  writeFileSync(join(folder, 'a.png'), 'first');
  writeFileSync(join(folder, 'below/b.png'), 'other');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

describe('the fingerprint of folderImages', () => {
  const names = ['a.png', 'below/b.png', 'absent.png'];
  const fingerprint = (from = folder) => folderImages(from).fingerprint(names);

  it('stays when the folder is copied', async () => {
    const copy = join(folder, '../copy');
    cpSync(folder, copy, { recursive: true });
    expect(await fingerprint(copy)).toBe(await fingerprint());
  });

  it('changes with an image of the same size, with images that change places, and with one that appears', async () => {
    const found = [await fingerprint()];
    const write = async (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      found.push(await fingerprint());
    };
    await write('a.png', 'other');
    await write('below/b.png', 'first');
    await write('absent.png', '');
    expect(new Set(found).size).toBe(4);
  });
});
