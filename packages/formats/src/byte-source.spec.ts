import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@alignclip/core';

import { withFile } from './byte-source';

describe('withFile', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'source-'))));
  afterAll(async () => rm(folder, { recursive: true }));

  it('reads at any position, and nothing past the end', async () => {
    const path = join(folder, 'a');
    await writeFile(path, 'abcdef');
    await withFile(path, async ({ size, read }) => {
      expect([size, Buffer.from(await read(2, 3)).toString()]).toEqual([6, 'cde']);
      for (const [position, length] of [
        [4, 3],
        [-1, 2],
        [0, 2 ** 50],
        [0, NaN],
      ] as const) {
        await expect(read(position, length)).rejects.toThrow(UserError);
      }
    });
  });

  it('names a file that is not readable', async () => {
    await expect(withFile(join(folder, 'absent'), async () => 1)).rejects.toThrow(/absent": no such file/);
    await expect(withFile(folder, async () => 1)).rejects.toThrow(/not a file/);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(withFile(join(folder, 'pipe'), async () => 1)).rejects.toThrow(/not a file/);
  });
});
