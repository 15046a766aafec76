import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchFolder } from './batch-folder';
import { slurmOptions } from './slurm-options';
import { arrayArguments, batchScript, mergeArguments } from './submit-batch';

const batch = new BatchFolder('/runs/50% done/slurm/alignclip-x');

describe('arrayArguments', () => {
  it('asks for one task a job, requeued where a node fails, with its log in the run folder', () => {
    expect(arrayArguments(batch, 8, slurmOptions.parse({}))).toEqual([
      '--parsable',
      '--job-name=alignclip-x',
      `--chdir=${process.cwd()}`,
      '--output=/runs/50%% done/slurm/alignclip-x/log-%a.txt',
      '--open-mode=append',
      '--requeue',
      '--export=ALL',
      '--cpus-per-task=1',
      '--array=0-7',
      '/runs/50% done/slurm/alignclip-x/array.sh',
    ]);
  });

  it('refuses a run folder below which Slurm would write all logs into one file', () => {
    const other = new BatchFolder('/runs/a\\b/slurm/alignclip-x');
    expect(() => arrayArguments(other, 8, slurmOptions.parse({}))).toThrow('a backslash in its name');
  });

  it('passes on what the options ask for', () => {
    const options = { partition: 'gpu', time: '01:00:00', memory: '8G', cpusPerTask: 4, maxConcurrent: 2 };
    const args = arrayArguments(batch, 8, slurmOptions.parse({ ...options, arguments: ['--qos=low'] }));
    expect(args).toEqual(expect.arrayContaining(['--partition=gpu', '--time=01:00:00', '--mem=8G', '--qos=low']));
    expect(args).toEqual(expect.arrayContaining(['--cpus-per-task=4', '--array=0-7%2']));
  });

  it('asks for a task for each worker, and for their memory by node', () => {
    const options = slurmOptions.parse({ nodes: 2, tasksPerNode: 4, memory: '3G' });
    expect(arrayArguments(batch, 8, options)).toEqual(
      expect.arrayContaining(['--nodes=2', '--ntasks-per-node=4', '--mem=12288M']),
    );
  });
});

describe('mergeArguments', () => {
  it.each(['afterok', 'afternotok'] as const)('lets the job follow the array by %s, or be dropped', (condition) => {
    const args = mergeArguments(batch, '12', condition, slurmOptions.parse({}));
    expect(args).toEqual(expect.arrayContaining([`--dependency=${condition}:12`, '--kill-on-invalid-dep=yes']));
    expect(args).toContain('--job-name=alignclip-x-merge');
    expect(args.at(-1)).toBe('/runs/50% done/slurm/alignclip-x/merge.sh');
  });
});

const folder = mkdtempSync(join(tmpdir(), 'batch-script-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('batchScript', () => {
  it('gives the program its arguments as they are, and its threads', () => {
    const program = join(folder, "it's $HOME.cjs");
    writeFileSync(program, 'console.log(JSON.stringify([process.argv.slice(2), process.env.OMP_NUM_THREADS]))');
    const args = ['a b', '$(touch x)', '`id`', "'; exit 3; '", '"\\', 'two\nlines', '*'];
    const { stdout, status } = spawnSync('bash', ['-c', batchScript(program, args, { threads: 3 })], { cwd: folder });
    expect(JSON.parse(String(stdout))).toEqual([args, '3']);
    expect(status).toBe(0);
  });

  it('starts workers as a step that lasts until all have ended, whatever the site has set', () => {
    const script = batchScript('/p', [], { threads: 2, workers: { PLACE: '{"a":1}' } });
    expect(script).toContain(`export PLACE='{"a":1}'`);
    expect(script).toMatch(/^srun --distribution=block --wait=0 --kill-on-bad-exit=0 --cpus-per-task=2 .* '\/p'$/m);
  });
});
