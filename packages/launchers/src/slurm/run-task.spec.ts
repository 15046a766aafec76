import type { Job } from '@alignclip/core';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { BatchFolder } from './batch-folder';

jest.setTimeout(600_000); // starts processes, which take their time on a busy machine

const program = join(__dirname, '../testing/program.ts');
const options = ['-r', '@alignclip/launchers/typescript'];
const folder = mkdtempSync(join(tmpdir(), 'run-task-'));
afterAll(() => rmSync(folder, { recursive: true }));

const batchOf = (...endings: string[]) =>
  BatchFolder.create(
    folder,
    endings.map((ending): Job => ({ id: ending, program, task: { ending, value: 5 } })),
  );

/** As Slurm runs it. */
function start(batch: BatchFolder, index: number, main = './run-task'): ChildProcess {
  const env = { ...process.env, SLURM_ARRAY_TASK_ID: String(index) };
  return spawn(process.execPath, [...options, join(__dirname, `${main}.ts`), batch.folder], { env });
}
const codeOf = async (child: ChildProcess) => (await once(child, 'exit'))[0] as number;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(20);
}

describe('run-task', () => {
  it('runs the program of its job, which writes progress and result to files', async () => {
    const batch = await batchOf('throw', 'work');
    const child = start(batch, 1);
    expect(await codeOf(child)).toBe(0);
    expect(batch.task(1).progress()).toMatchObject({ pid: child.pid });
    expect(batch.task(1).outcome()).toEqual({ kind: 'done', result: { value: 5 } });
    expect(batch.task(0).outcome()).toBeUndefined();
  });

  it('keeps the error of a job that fails, and ends with an exit code', async () => {
    const batch = await batchOf('throw');
    expect(await codeOf(start(batch, 0))).toBe(1);
    expect(batch.task(0).outcome()).toMatchObject({ kind: 'failed', error: expect.stringContaining('broken at 5') });
  });

  it('does nothing where it is requeued after it was done', async () => {
    const batch = await batchOf('work');
    await codeOf(start(batch, 0));
    rmSync(batch.task(0).progressPath);
    expect(await codeOf(start(batch, 0))).toBe(0);
    expect(existsSync(batch.task(0).progressPath)).toBe(false);
    expect(batch.task(0).outcome()?.kind).toBe('done');
  });

  it('stops on SIGTERM, and resumes its work', async () => {
    const batch = await batchOf('wait');
    const files = batch.task(0);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      rmSync(files.progressPath, { force: true });
      const child = start(batch, 0);
      await until(() => existsSync(files.progressPath));
      expect(files.outcome()).toBeUndefined();
      child.kill('SIGTERM');
      expect(await codeOf(child)).toBe(130);
      expect(files.outcome()).toEqual({ kind: 'interrupted' });
    }
  });

  it('refuses a task whose file is corrupt', async () => {
    const batch = await batchOf('work');
    writeFileSync(batch.task(0).jobPath, '{ "id": 5 }');
    expect(await codeOf(start(batch, 0))).not.toBe(0);
    expect(batch.task(0).outcome()).toBeUndefined();
  });
});

describe('merge-outcomes', () => {
  it('collects the outcomes, prints them, and fails where not all are done', async () => {
    const batch = await batchOf('work', 'throw', 'exit');
    for (const index of batch.indices) await codeOf(start(batch, index));
    writeFileSync(batch.task(2).logPath, 'out of everything');
    const merge = start(batch, 0, 'merge-outcomes');
    let printed = '';
    merge.stdout!.on('data', (chunk) => (printed += String(chunk)));
    expect((await once(merge, 'close'))[0]).toBe(1);
    expect(printed).toBe('work: done\nthrow: failed\nexit: failed\n1 of 3 done\n');
    expect(JSON.parse(readFileSync(join(batch.folder, 'outcomes.json'), 'utf8'))).toEqual([
      { id: 'work', kind: 'done', result: { value: 5 } },
      { id: 'throw', kind: 'failed', error: expect.stringContaining('broken at 5') },
      { id: 'exit', kind: 'failed', error: 'ended without an outcome\nout of everything' },
    ]);
  });
});
