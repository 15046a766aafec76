import { sha256 } from '@alignclip/core';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileHash } from './file-hash';

describe('fileHash', () => {
  const before = process.env['ALIGNCLIP_CACHE'];
  let folder: string, file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'alignclip-hash-'));
    file = join(folder, 'file');
    process.env['ALIGNCLIP_CACHE'] = join(folder, 'cache');
    writeFileSync(file, 'one');
  });
  afterEach(() => {
    if (before === undefined) delete process.env['ALIGNCLIP_CACHE'];
    else process.env['ALIGNCLIP_CACHE'] = before;
    rmSync(folder, { recursive: true });
  });
  const entries = () => readdirSync(join(folder, 'cache', 'hashes'));
  /** Time passes: the file counts as settled. */
  const later = () => jest.spyOn(Date, 'now').mockReturnValue(statSync(file).ctimeMs + 10_000);
  afterEach(() => jest.restoreAllMocks());

  it('is the SHA-256 of the content, remembered once the file is settled', async () => {
    expect(await fileHash(file)).toBe(sha256('one'));
    expect(() => entries()).toThrow();
    later();
    expect([await fileHash(file), await fileHash(file)]).toEqual([sha256('one'), sha256('one')]);
    expect(entries()).toHaveLength(1);
  });

  it('sees a change of equal size whose time of modification was set back', async () => {
    later();
    await fileHash(file);
    const { atime, mtime } = statSync(file);
    writeFileSync(file, 'two');
    utimesSync(file, atime, mtime);
    expect(await fileHash(file)).toBe(sha256('two'));
  });

  it('believes what it remembers unless told to read, and no corrupt entry', async () => {
    later();
    await fileHash(file);
    const entry = join(folder, 'cache', 'hashes', entries()[0]!);
    const text = readFileSync(entry, 'utf8');
    writeFileSync(entry, text.replace(sha256('one'), sha256('two')));
    expect(await fileHash(file)).toBe(sha256('one'));
    expect(readFileSync(entry, 'utf8')).toBe(text);
    expect(await fileHash(file, { read: 'always' })).toBe(sha256('one'));
  });

  it('works without a cache that can be written, and says which file is missing', async () => {
    writeFileSync(join(folder, 'cache'), '');
    later();
    expect(await fileHash(file)).toBe(sha256('one'));
    await expect(fileHash(join(folder, 'absent'))).rejects.toThrow('absent');
  });
});
