import type { Job } from '@alignclip/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchFolder } from './batch-folder';

const folder = mkdtempSync(join(tmpdir(), 'batch-folder-'));
const job = (id: string): Job => ({ id, program: '/program.ts', task: { cell: id } });
afterAll(() => rmSync(folder, { recursive: true }));

describe('BatchFolder', () => {
  it('keeps a file for each job and finds the one that does the same work', async () => {
    const batch = await BatchFolder.create(folder, ['a', 'b'].map(job));
    expect(batch.indices).toEqual([0, 1]);
    expect(batch.task(1).job()).toEqual(job('b'));
    expect(batch.indexOf(job('b'))).toBe(1);
    expect(batch.indexOf({ ...job('b'), task: { cell: 'other' } })).toBeUndefined();
    expect(BatchFolder.earlier(folder).map(({ name }) => name)).toContain(batch.name);
  });

  it('treats corrupt files and files of the wrong shape as not written', async () => {
    const files = (await BatchFolder.create(folder, [job('a')])).task(0);
    for (const text of ['{', '[]', '{"kind":"done"}', '{"kind":"failed","error":5}', '{"kind":"other"}']) {
      writeFileSync(files.outcomePath, text);
      expect(files.outcome()).toBeUndefined();
    }
  });
});
