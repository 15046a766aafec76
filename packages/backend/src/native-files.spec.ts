import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damageIn, requireIntact } from './native-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alignclip-native-'));
  writeFileSync(file(), 'the library');
  const { size: bytes, mtimeMs, ctimeMs } = statSync(file());
  const sha256 = createHash('sha256').update('the library').digest('hex');
  writeFileSync(join(folder, 'verified.json'), JSON.stringify({ 'a.so': { bytes, mtimeMs, ctimeMs, sha256 } }));
});
afterEach(() => rmSync(folder, { recursive: true }));
const file = () => join(folder, 'a.so');

describe('damageIn', () => {
  it('finds nothing in files as they were made, and where nothing is listed', () => {
    expect([damageIn(folder), damageIn(folder, true), damageIn(tmpdir())]).toEqual([undefined, undefined, undefined]);
  });

  it('finds a file that is missing, cut or changed, also where it looks as old as before', () => {
    const { atime, mtime } = statSync(file());
    writeFileSync(file(), 'the_library');
    utimesSync(file(), atime, mtime);
    expect(damageIn(folder)).toBe(`${file()} does not match its SHA-256`);
    truncateSync(file(), 4);
    expect(damageIn(folder)).toBe(`${file()} has 4 bytes, not 11`);
    rmSync(file());
    expect(damageIn(folder)).toBe(`${file()} is missing`);
  });

  it('takes a copy of the same content for intact', () => {
    rmSync(file());
    writeFileSync(file(), 'the library');
    expect(damageIn(folder)).toBeUndefined();
  });
});

describe('requireIntact', () => {
  it('names the corrupt file and the way out', () => {
    expect(() => requireIntact(folder)).not.toThrow();
    truncateSync(file(), 0);
    expect(() => requireIntact(folder)).toThrow(`corrupt: ${file()} has 0 bytes, not 11; run \`npm run setup\``);
  });
});
