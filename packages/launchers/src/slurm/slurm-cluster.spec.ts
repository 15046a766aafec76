import { UserError } from '@alignclip/core';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slurmCluster, tasksPerNode } from './slurm-cluster';

const folder = mkdtempSync(join(tmpdir(), 'slurm-cluster-'));
const { PATH } = process.env;
/** Two nodes, with the words of Slurm 22.05; tools/slurm tests with a real one. */
const scontrol = `#!/bin/sh
if [ "$2" = hostnames ]; then echo n1; echo n2; else
echo "NodeName=$4 Arch=x86_64 CoresPerSocket=1 NodeAddr=10.0.0.$(echo $4 | tail -c 2) NodeHostName=$4 Port=0"; fi
`;
beforeAll(() => {
  writeFileSync(join(folder, 'scontrol'), scontrol);
  chmodSync(join(folder, 'scontrol'), 0o755);
  process.env['PATH'] = `${folder}:${PATH}`;
});
afterAll(() => {
  process.env['PATH'] = PATH;
  rmSync(folder, { recursive: true });
});

const step = {
  SLURM_JOB_ID: '7',
  SLURM_PROCID: '2',
  SLURM_STEP_NUM_TASKS: '4',
  SLURM_STEP_TASKS_PER_NODE: '2(x2)',
  SLURM_STEP_NODELIST: 'n[1-2]',
};

describe('slurmCluster', () => {
  it('gives each task of a step a port of its own, also where two nodes are one machine', async () => {
    expect(await slurmCluster(4, step)).toEqual({
      addresses: ['10.0.0.1:16412', '10.0.0.1:16413', '10.0.0.2:16414', '10.0.0.2:16415'],
      rank: 2,
    });
  });

  it('gives jobs 256 apart, and one that is run again, other ports', async () => {
    const jobs = [step, { ...step, SLURM_JOB_ID: '263' }, { ...step, SLURM_RESTART_COUNT: '1' }];
    const all = await Promise.all(jobs.map((job) => slurmCluster(4, job)));
    const ports = all.flatMap(({ addresses }) => addresses.map((address) => Number(address.split(':')[1])));
    expect(new Set(ports).size).toBe(3 * 4);
    for (const port of ports) expect(port >= 16_384 && port < 32_768).toBe(true);
  });

  it.each([
    ['outside of a step', {}, 'SLURM_PROCID: missing; workers under Slurm are tasks of a step: use srun'],
    ['in a step of another size', { ...step, SLURM_STEP_NUM_TASKS: '2' }, 'has 2 tasks, but 4 workers were asked for'],
    ['with other places', { ...step, SLURM_STEP_TASKS_PER_NODE: '1(x2)' }, 'names 2 places for 4 workers (10.0.0.1, '],
  ])('refuses to work %s', async (_what, environment, message) => {
    await expect(slurmCluster(4, environment)).rejects.toThrow(UserError);
    await expect(slurmCluster(4, environment)).rejects.toThrow(message);
  });
});

describe('tasksPerNode', () => {
  it.each([
    ['1', [1]],
    ['2(x3),1', [2, 2, 2, 1]],
    ['4,3(x2)', [4, 3, 3]],
  ])('reads %s', (text, counts) => {
    expect(tasksPerNode(text)).toEqual(counts);
  });
});
