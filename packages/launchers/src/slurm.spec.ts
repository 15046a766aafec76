import { UserError, type Job, type JobEvent } from '@alignclip/core';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slurm } from './slurm';

const folder = mkdtempSync(join(tmpdir(), 'slurm-spec-'));
const job: Job = { id: 'a', program: join(__dirname, 'testing/program.ts'), task: {}, folder };
const { PATH } = process.env;

async function events(jobs: readonly Job[], signal = new AbortController().signal): Promise<JobEvent[]> {
  const seen: JobEvent[] = [];
  for await (const event of slurm.make({}).run(jobs, signal)) seen.push(event);
  return seen;
}

/** Machines with and without Slurm give the same answers. */
beforeAll(() => (process.env['PATH'] = folder));
afterAll(() => {
  process.env['PATH'] = PATH;
  rmSync(folder, { recursive: true });
});

describe('slurm', () => {
  it('reports that Slurm is missing, and leaves no files', async () => {
    await expect(events([job])).rejects.toThrow(UserError);
    await expect(events([job])).rejects.toThrow('Slurm does not answer: its commands are not on the PATH');
    expect(existsSync(join(folder, 'slurm'))).toBe(false);
  });

  it('refuses jobs that name no run folder', async () => {
    await expect(events([{ id: 'a', program: job.program, task: {} }])).rejects.toThrow('name no run folder');
  });

  it('submits nothing where it is stopped already, or where there is nothing to do', async () => {
    expect(await events([job], AbortSignal.abort())).toEqual([{ kind: 'interrupted', id: 'a' }]);
    expect(await events([])).toEqual([]);
  });

  it.each([
    [{ partition: 'gpu; rm -rf ~' }, 'option "partition" = "gpu; rm -rf ~": names of partitions'],
    [{ time: '5 h' }, 'option "time" = "5 h": minutes, "hh:mm:ss"'],
    [{ memory: '8 GB' }, 'option "memory" = "8 GB": megabytes'],
    [{ maxConcurrent: 0 }, 'option "maxConcurrent" = 0'],
    [{ arguments: ['-A vision'] }, 'option "arguments.0" = "-A vision": an sbatch argument in one word'],
    [{ arguments: ['--qos=low', '--array=0-5'] }, 'option "arguments.1" = "--array=0-5": the launcher sets --array'],
    [{ arguments: ['--mem=5'] }, 'option "arguments.0" = "--mem=5": use the option of this launcher: memory'],
    [{ arguments: ['--nodes=2'] }, 'option "arguments.0" = "--nodes=2": use the option of this launcher: nodes'],
    [{ arguments: ['--ntasks=4'], nodes: 2 }, '"--ntasks=4": use the option of this launcher: nodes and tasksPerNode'],
    [{ arguments: ['--ntasks-per-node=4'] }, 'use the option of this launcher: tasksPerNode'],
  ])('refuses %j', (options, message) => {
    expect(() => slurm(options)).toThrow(message);
  });

  it('takes the forms of time, memory and partition that Slurm takes', () => {
    for (const time of ['90', '01:30:00', '2-12', '2-12:30:00'])
      expect(slurm({ time }).options).toMatchObject({ time });
    const options = { memory: '8G', partition: 'gpu,long', arguments: ['--account=vision', '--exclusive'] };
    expect(slurm(options).options).toMatchObject(options);
  });
});
