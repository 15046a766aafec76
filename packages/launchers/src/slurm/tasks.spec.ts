import type { Job } from '@alignclip/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchFolder } from './batch-folder';
import { taskName } from './slurm-commands';
import { attach } from './tasks';

const folder = mkdtempSync(join(tmpdir(), 'slurm-tasks-'));
const job = (id: string): Job => ({ id, program: '/program.ts', task: { cell: id } });
afterAll(() => rmSync(folder, { recursive: true }));

describe('attach', () => {
  it('finds the tasks that are queued for the same jobs, not those that have ended', async () => {
    const batch = await BatchFolder.create(folder, ['c', 'd', 'e'].map(job));
    const entry = (state: string) => ({ jobId: '12', state, reason: 'None' });
    const queued = new Map([
      [taskName(batch.name, 0), entry('RUNNING')],
      [taskName(batch.name, 1), entry('COMPLETING')],
      ['somebody else/2', entry('RUNNING')],
    ]);
    const found = attach(folder, ['c', 'd', 'e', 'f'].map(job), queued);
    expect(found).toEqual([{ job: job('c'), batch, index: 0, arrayId: '12' }]);
  });
});
