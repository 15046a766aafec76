import { UserError, type RunRecord } from '@alignclip/core';
import { RunStore } from '@alignclip/experiment';
import { Command } from 'commander';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeRecord } from '../testing/made-record';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource } from '../testing/scratch-folder';
import { runsCommand } from './runs';

const scratch = scratchFolder();
const runs = () => join(scratch.path, 'runs');

/** The command in this process. */
const command = (...args: readonly string[]): Promise<string[]> => {
  const program = new Command().exitOverride();
  runsCommand(program);
  return printed(() => program.parseAsync(['runs', ...args, '--runs', runs()], { from: 'user' }));
};

const spec = (slot: string, type: string, options: RunRecord['details'] = {}) => ({ slot, type, options });
const config = (steps: number, sharing: string) => ({
  trainer: spec('trainer', 'trainer', { steps }),
  sharing: spec('sharing', sharing),
});
let store: RunStore;
let corrupt: string;

beforeAll(async () => {
  store = new RunStore(join(runs(), 'tiny'));
  for (const [variant, seed, distance] of [
    ['CLIP', 0, 0.9],
    ['CLIP', 1, 0.7],
    ['SharedCLIP', 0, 0.2],
  ] as const) {
    const made = madeRecord(variant, seed, distance);
    await store.save({ ...made, config: config(400, variant === 'CLIP' ? 'separate' : 'shared') });
  }
  corrupt = join(store.folder, 'records', 'clip-seed7-0123456789ab.json');
  writeFileSync(corrupt, '{"schema": 1, "variant": "\u001b]0;owned\u0007');
});

describe('runs list', () => {
  it('shows variant, seed, state, time and size of each run, and names what can’t be read', async () => {
    const lines = await command('list');
    expect(lines[0]).toBe('tiny: 3 runs, 3 finished');
    expect(lines[2]).toMatch(/^ {2}CLIP +0 +quick +finished +11 s +\S+ k?B +[0-9a-f]{12}$/);
    expect(lines.at(-1)).toContain(`can't be read: ${corrupt}`);
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f]/);
  });

  it('names the nearest experiment, and a folder without any', async () => {
    await expect(command('list', 'tinny')).rejects.toThrow('unknown experiment "tinny"; did you mean "tiny"');
    const program = new Command().exitOverride();
    runsCommand(program);
    const nowhere = program.parseAsync(['runs', 'list', '--runs', join(scratch.path, 'nowhere')], { from: 'user' });
    await expect(nowhere).rejects.toThrow('this folder contains no runs');
  });
});

describe('runs show', () => {
  it('shows one record, readable', async () => {
    const text = (await command('show', 'sharedclip-seed0')).join('\n');
    expect(text).toMatch(/^tiny · SharedCLIP · seed 0 \(profile quick\)\nkey [0-9a-f]{64}\n/);
    expect(text).toMatch(/ {2}trainer +trainer \{"steps":400\}/);
    expect(text).toMatch(/ {2}gap\/test\/centroid-distance +\.2000/);
  });

  it('says what is wrong with a corrupt one', async () => {
    await expect(command('show', corrupt)).rejects.toThrow(UserError);
    await expect(command('show', corrupt)).rejects.toThrow(corrupt);
  });

  it('lets no record command the terminal', async () => {
    const hostile = { ...madeRecord('\u001b[2Jgone', 3, 1), experiment: '\u001b]0;owned\u0007' };
    const path = join(scratch.path, 'hostile.json');
    writeFileSync(path, JSON.stringify(hostile));
    expect((await command('show', path)).join('')).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('runs diff', () => {
  it('shows where two set-ups differ', async () => {
    const lines = await command('diff', 'clip-seed1', 'sharedclip-seed0');
    expect(lines[0]).toMatch(/tiny · CLIP · seed 1 +tiny · SharedCLIP · seed 0/);
    expect(lines).toContainEqual(expect.stringMatching(/^sharing +separate +shared$/));
    expect(lines).toContainEqual(expect.stringMatching(/^seed +1 +0$/));
    expect(lines.join('\n')).not.toContain('trainer');
  });

  it('says so where the configurations are the same', async () => {
    expect(await command('diff', 'clip-seed0', 'clip-seed0')).toContain('same configuration');
  });
});

describe('runs compare', () => {
  it('shows mean and spread over the seeds, and names what can’t be read', async () => {
    const lines = await command('compare', 'tiny');
    expect(lines[0]).toMatch(/CLIP +SharedCLIP/);
    expect(lines[1]).toMatch(/2 seeds +1 seed/);
    expect(lines[2]).toMatch(/^gap\/test\/centroid-distance +\.8000 ± \.1414 +\.2000$/);
    expect(lines.at(-1)).toContain(corrupt);
  });

  it('takes single runs, and scores by a part of their name', async () => {
    const lines = await command('compare', 'clip-seed1', 'sharedclip-seed0', '--score', 'centroid');
    expect(lines[2]).toMatch(/ \.7000 +\.2000$/);
    await expect(command('compare', 'tiny', '--score', 'recall')).rejects.toThrow('no score name contains it');
  });
});

describe('runs jobs', () => {
  it('says that nothing was handed over', async () => {
    expect(await command('jobs')).toEqual(['nothing was submitted to Slurm']);
  });
});

describe('runs gc', () => {
  it('lists what no cell uses, and deletes it only with --yes', async () => {
    const file = scratch.write('tiny.ts', tinySource);
    const record = store.recordPath('CLIP', 0, madeRecord('CLIP', 0, 0.9).key);
    const other = scratch.write('other.ts', tinySource.replace("name: 'tiny'", "name: 'other', folder: 'tiny'"));
    await expect(command('gc', other)).rejects.toThrow('also holds runs of tiny: name the files of all');
    const elsewhere = scratch.write('elsewhere.ts', tinySource.replace("name: 'tiny'", "name: 'elsewhere'"));
    await expect(command('gc', file, elsewhere)).rejects.toThrow(
      'one folder at a time; these experiments use tiny, elsewhere',
    );
    const dry = await command('gc', file);
    expect(dry.join('\n')).toContain(record);
    expect(dry.at(-1)).toMatch(/^would delete 4 files and folders, .*B; run with --yes to delete them$/);
    expect(existsSync(record)).toBe(true);
    expect((await command('gc', file, '--yes')).at(-1)).toMatch(/^deleted 4 files/);
    expect(existsSync(record)).toBe(false);
    expect(await command('gc', file)).toEqual(['nothing to delete']);
  });
});
