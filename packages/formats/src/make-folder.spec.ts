import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-folder-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('makeFolder', () => {
  it('makes a folder in folders, once', () => {
    makeFolder(join(folder, 'a', 'b'));
    makeFolder(join(folder, 'a', 'b'));
    expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
  });

  it('passes on why it can not', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file', 'a'))).toThrow('ENOTDIR');
    expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST');
    if (process.platform === 'linux') expect(() => makeFolder('/proc/nowhere/a')).toThrow('ENOENT');
  });
});
