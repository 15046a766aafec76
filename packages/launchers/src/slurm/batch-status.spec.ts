import type { Job } from '@alignclip/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchFolder } from './batch-folder';
import { slurmStatus } from './batch-status';

const folder = mkdtempSync(join(tmpdir(), 'batch-status-'));
const job = (id: string): Job => ({ id, program: '/program.ts', task: {} });
const { PATH } = process.env;

/** Machines with and without Slurm give the same answers; tools/slurm tests with a real one. */
beforeAll(() => (process.env['PATH'] = folder));
afterAll(() => {
  process.env['PATH'] = PATH;
  rmSync(folder, { recursive: true });
});

describe('slurmStatus', () => {
  it('finds nothing, and asks nobody, where nothing was submitted', async () => {
    expect(await slurmStatus(join(folder, 'nowhere'))).toEqual({ batches: [] });
  });

  it('reports what the files say where Slurm does not answer, also with corrupt ones', async () => {
    const batch = await BatchFolder.create(folder, ['a', 'b', 'c', 'd'].map(job));
    await batch.rememberArray('12');
    writeFileSync(batch.task(0).outcomePath, '{"kind":"done","result":{}}');
    writeFileSync(batch.task(1).outcomePath, '{"kind":"failed","error":"step 3"}');
    writeFileSync(batch.task(2).progressPath, '{"step":5}');
    writeFileSync(batch.task(3).jobPath, '{');
    const { batches, problem } = await slurmStatus(folder);
    expect(problem).toContain('Slurm does not answer: its commands are not on the PATH');
    expect(batches).toEqual([
      expect.objectContaining({ name: batch.name, arrayId: '12', tasks: expect.anything() as unknown }),
    ]);
    expect(batches[0]!.tasks).toMatchObject([
      { id: 'a', state: 'done' },
      { id: 'b', state: 'failed', reason: 'step 3' },
      { id: 'c', state: 'unknown', progress: { step: 5 } },
      { id: 'task 3', state: 'unknown' },
    ]);
  });

  it('ignores a corrupt array id', async () => {
    const batch = await BatchFolder.create(folder, [job('a')]);
    writeFileSync(join(batch.folder, 'array.json'), '{"arrayId":"12; rm -rf ~"}');
    expect(batch.arrayId).toBeUndefined();
  });
});
