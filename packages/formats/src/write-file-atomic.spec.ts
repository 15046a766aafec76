import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@alignclip/core';
import { itWhere } from '@alignclip/core/testing';

import { removeHalfWritten, writeFileAtomic } from './write-file-atomic';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'atomic-'))));
afterEach(async () => rm(folder, { recursive: true }));

describe('writeFileAtomic', () => {
  it('writes text, bytes or pieces', async () => {
    const path = join(folder, 'a');
    await writeFileAtomic(path, 'λ');
    expect(await readFile(path, 'utf8')).toBe('λ');
    await writeFileAtomic(path, new Uint8Array([1, 2]));
    expect([...(await readFile(path))]).toEqual([1, 2]);
    await writeFileAtomic(path, [new Uint8Array([3]), new Uint8Array(0), new Uint8Array([4])]);
    expect([...(await readFile(path))]).toEqual([3, 4]);
  });

  it('keeps the old file and leaves nothing else when the content fails halfway', async () => {
    const path = join(folder, 'a');
    await writeFile(path, 'old');
    const failing = function* () {
      yield new Uint8Array(8);
      throw new Error('disk on fire');
    };
    await expect(writeFileAtomic(path, failing())).rejects.toThrow('disk on fire');
    expect(await readdir(folder)).toEqual(['a']);
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  it('names a missing folder', async () => {
    const failure = writeFileAtomic(join(folder, 'gone', 'a'), 'x');
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(`there is no folder ${join(folder, 'gone')}`);
  });

  it('takes every name that the file system takes', async () => {
    const name = 'n'.repeat(255);
    await writeFileAtomic(join(folder, name), 'x');
    expect(await readdir(folder)).toEqual([name]);
    const failure = writeFileAtomic(join(folder, `${name}n`), 'x');
    await expect(failure).rejects.toThrow(/^cannot write ".*n": the name is too long \(ENAMETOOLONG\)$/);
  });

  it('says in words what the system refuses', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeFileAtomic(join(folder, 'file', 'a'), 'x')).rejects.toThrow(
      `cannot write "${join(folder, 'file', 'a')}": a part of the path is a file, not a folder (ENOTDIR)`,
    );
  });

  it('writes through a link', async () => {
    await writeFile(join(folder, 'a'), 'old');
    await symlink('a', join(folder, 'link'));
    await writeFileAtomic(join(folder, 'link'), 'new');
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new');
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);
  });

  itWhere(existsSync('/dev/full'), 'no /dev/full', 'writes a device in place', async () => {
    const failure = writeFileAtomic('/dev/full', 'x');
    await expect(failure).rejects.toThrow('cannot write "/dev/full": no space left on the disk (ENOSPC)');
    await writeFileAtomic('/dev/null', 'x');
    expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('leaves nothing when the target is a folder', async () => {
    await expect(writeFileAtomic(folder, 'x')).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('removeHalfWritten', () => {
  it("removes a file's temporary files, not the file and not those of another", async () => {
    const names = ['a.json', '.a.json.1234.tmp', '.a.json.5678.tmp', '.b.json.1234.tmp', '.a.json.lock'];
    for (const name of names) await writeFile(join(folder, name), '');
    removeHalfWritten(join(folder, 'a.json'));
    expect((await readdir(folder)).sort()).toEqual(['.a.json.lock', '.b.json.1234.tmp', 'a.json']);
  });

  it('does nothing without a folder', () => {
    expect(() => removeHalfWritten(join(tmpdir(), 'no-such-folder-at-all', 'a.json'))).not.toThrow();
  });
});
