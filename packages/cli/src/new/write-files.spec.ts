import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAll } from './write-files';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-write-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const files = () =>
  new Map([
    [join(folder, 'new/deep/a.txt'), 'a'],
    [join(folder, 'new/b.txt'), 'b'],
  ]);

describe('writeAll', () => {
  it('writes files and the folders above them', () => {
    writeAll(files());
    for (const [file, text] of files()) expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('leaves neither file nor new folder behind where the last step fails', () => {
    const last = () => {
      throw new Error('the disk is full');
    };
    expect(() => writeAll(files(), last)).toThrow('the disk is full');
    expect(existsSync(join(folder, 'new'))).toBe(false);
    expect(existsSync(folder)).toBe(true);
  });

  it('leaves a folder that holds something else by then', () => {
    const last = () => {
      writeFileSync(join(folder, 'new/other.txt'), 'of somebody else');
      throw new Error('no');
    };
    expect(() => writeAll(files(), last)).toThrow('no');
    expect(existsSync(join(folder, 'new/other.txt'))).toBe(true);
    expect(existsSync(join(folder, 'new/deep'))).toBe(false);
    expect(existsSync(join(folder, 'new/b.txt'))).toBe(false);
  });
});
