import { UserError } from '@alignclip/core';
import { Command } from 'commander';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed } from '../testing/run-bin';
import { runBin } from '../testing/run-bin';
import { scratchFolder, tinySource, workspaceRoot } from '../testing/scratch-folder';
import { ablateCommand } from './ablate';

const scratch = scratchFolder();
let file: string;
beforeAll(() => (file = scratch.write('tiny.ts', tinySource)));

/** The command in this process. */
const ablate = async (...args: readonly string[]): Promise<string[]> => {
  const program = new Command().exitOverride();
  ablateCommand(program);
  return printed(() => program.parseAsync(['ablate', '--runs', scratch.path, ...args], { from: 'user' }));
};

describe('ablate', () => {
  it('lists the 8 cells of the quickstart and runs none', async () => {
    const [first, ...cells] = await ablate(
      join(workspaceRoot, 'experiments/quickstart.ts'),
      '--dry-run',
      '--no-measure',
    );
    expect(first).toMatch(/^quickstart, profile \w+: 8 cells, 0 finished, 8 to run$/);
    expect(cells).toHaveLength(8);
    expect(cells[3]).toMatch(/^ {2}to run {4}AlignCLIP · seed 0 {2}\d+ steps {2}[\d,]+ parameters {2}[0-9a-f]{12}$/);
    expect(existsSync(join(scratch.path, 'quickstart'))).toBe(false);
  });

  it('estimates time and memory from real steps, and writes no result', async () => {
    const args = ['ablate', 'tiny.ts', '--profile', 'endless', '--dry-run', '--set', 'trainer.batchSize=8'];
    const { code, stdout, stderr } = await runBin([...args, '--runs', 'measured'], scratch.path);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}set {7}trainer.batchSize = 8$/m);
    expect(stdout).toMatch(/^ {2}CLIP · seed 0 and 1 more: [\d.]+ steps\/s, [\d.]+ s to start, [\d.]+ [MG]B$/m);
    expect(stdout).toMatch(/^estimate for 2 cells: \d+ (s|min|h)( \d+ (s|min))?, at most [\d.]+ [MG]B; without /m);
    expect(existsSync(join(scratch.path, 'measured'))).toBe(false);
  }, 120_000);

  it('estimates nothing where nothing is left, and says where a step fails', async () => {
    const failing = ['ablate', 'tiny.ts', '--dry-run', '--runs', 'failing', '--set', 'temperature.start=1e40'];
    const { code, stderr } = await runBin([...failing, 'temperature.maximum=1e40'], scratch.path);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: CLIP · seed 0: step 1: L_CLIP = /);
  }, 120_000);

  it.each([
    ['an experiment', ['{}tinny.ts'], /tinny.ts": no such file; did you mean ".*tiny.ts"\?/],
    ['a profile', ['{}tiny.ts', '--profile', 'lomg'], 'unknown profile "lomg"; did you mean "long"'],
    ['a variant', ['{}tiny.ts', '--variant', 'SharedClpi'], 'unknown variant "SharedClpi"; did you mean "SharedCLIP"'],
    ['a seed', ['{}tiny.ts', '--seed', 'one'], '--seed = "one": must be a whole number from 0'],
    [
      'a setting',
      ['{}tiny.ts', '--set', 'trainer.step=5'],
      '--set trainer.step: unknown option of trainer: "step"; did you mean "steps"',
    ],
    [
      'a failure policy',
      ['{}tiny.ts', '--on-failure', 'halt'],
      '--on-failure = "halt": write stop, continue, or retry=N',
    ],
    ['processes', ['{}tiny.ts', '--processes', 'x'], '--processes = "x": must be a whole number from 1'],
    ['no processes', ['{}tiny.ts', '--processes', '0'], '--processes = "0": must be a whole number from 1'],
  ])('names what is wrong with %s', async (_what, args, message) => {
    const outcome = ablate(...args.map((arg) => arg.replace('{}', `${scratch.path}/`)), '--dry-run');
    await expect(outcome).rejects.toThrow(message);
    await expect(outcome).rejects.toThrow(UserError);
  });

  it('refuses a misspelt score before anything runs, and says which questions have no evaluator', async () => {
    scratch.write('misspelt.ts', tinySource.replace('gap/test/centroid-distance', 'gap/test/centroid-distnce'));
    await expect(ablate(join(scratch.path, 'misspelt.ts'), '--dry-run')).rejects.toThrow(
      'no evaluator writes the score "gap/test/centroid-distnce"; did you mean "gap/test/centroid-distance"?',
    );
    scratch.write('unanswered.ts', tinySource.replace('gap/test/centroid-distance', 'sts/sts12/spearman'));
    const lines = await ablate(join(scratch.path, 'unanswered.ts'), '--dry-run', '--no-measure');
    expect(lines[0]).toBe(
      'note: question "Does sharing help?": can\'t be answered, because no evaluator writes the score "sts/sts12/spearman"',
    );
  });

  it('says once that the folder of runs is a file', async () => {
    const runs = scratch.write('runs-file', '');
    const { code, stderr } = await runBin(['ablate', 'tiny.ts', '--runs', runs], scratch.path);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `error: --runs = "${runs}": not a folder\n` });
  });

  it('as a user calls it: runs what is unfinished, prints tables and answers, and then computes nothing', async () => {
    const args = ['ablate', 'tiny.ts', '--profile', 'long', '--processes', '1', '--runs', 'here'];
    const first = await runBin(args, scratch.path);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^tiny, profile long: 2 cells, 0 finished, 2 to run\n/);
    expect(first.stdout).toMatch(/CLIP · seed 0: step 1\/7 · loss \d\.\d{3}\n/);
    expect(first.stdout).toContain('SharedCLIP · seed 0: done (2 of 2 cells)\n');
    expect(first.stdout).toMatch(/Modality gap[^]*SharedCLIP[^]*2 records in here\/tiny /);
    const records = readdirSync(join(scratch.path, 'here/tiny/records'));
    expect(records.map((name) => name.replace(/-[0-9a-f]{12}/, ''))).toEqual([
      'clip-seed0.json',
      'sharedclip-seed0.json',
    ]);
    const before = records.map((name) => readFileSync(join(scratch.path, 'here/tiny/records', name), 'utf8'));
    const again = await ablate(file, '--profile', 'long', '--runs', join(scratch.path, 'here'));
    expect(again[0]).toBe('tiny, profile long: 2 cells, 2 finished, 0 to run');
    expect(again.join('\n')).toContain('Modality gap');
    expect(again.join('\n')).not.toMatch(/step \d+\/\d+/);
    const after = readdirSync(join(scratch.path, 'here/tiny/records'));
    expect(after.map((name) => readFileSync(join(scratch.path, 'here/tiny/records', name), 'utf8'))).toEqual(before);
  }, 120_000);

  it('stops on Ctrl-C after the current step, with a checkpoint and exit code 130', async () => {
    const args = ['ablate', 'tiny.ts', '--profile', 'endless', '--variant', 'CLIP', '--runs', 'stopped'];
    const { code, stdout, stderr } = await runBin(args, scratch.path, { line: /step 1\//, signal: 'SIGINT' });
    expect(code).toBe(130);
    expect(stdout).toContain('CLIP · seed 0: interrupted');
    expect(stderr).toContain('stopping after the current step');
    expect(stderr).toContain('run the same command to resume');
    expect(readdirSync(join(scratch.path, 'stopped/tiny/checkpoints'))).toEqual([
      expect.stringMatching(/^[0-9a-f]{24}\.safetensors$/),
    ]);
    for (const empty of ['locks', 'records'])
      expect(readdirSync(join(scratch.path, 'stopped/tiny', empty))).toEqual([]);
  }, 120_000);
});
