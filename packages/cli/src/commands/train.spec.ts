import { UserError } from '@alignclip/core';
import { Command } from 'commander';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource } from '../testing/scratch-folder';
import { trainCommand } from './train';

const scratch = scratchFolder();
let file: string;
beforeAll(() => (file = scratch.write('tiny.ts', tinySource)));

const train = async (...args: readonly string[]): Promise<string[]> => {
  const program = new Command().exitOverride();
  trainCommand(program);
  return printed(() => program.parseAsync(['train', file, '--runs', scratch.path, ...args], { from: 'user' }));
};

describe('train', () => {
  it('trains one cell, prints its scores and where its record is; then reads it', async () => {
    const cell = ['--variant', 'SharedCLIP', '--seed', '3'];
    const lines = await train(...cell, '--resume');
    expect(lines[0]).toMatch(/^SharedCLIP · seed 3: step 1\/6 · loss \d\.\d{3}$/);
    expect(lines[1]).toMatch(/^SharedCLIP · seed 3: step 6\/6 · loss \d\.\d{3} · [\d.]+ steps\/s · 0 s left$/);
    expect(lines).toContainEqual(expect.stringMatching(/^gap\/test\/centroid-distance +\d\.\d{4}$/));
    const [record] = readdirSync(join(scratch.path, 'tiny/records'));
    expect(lines.at(-1)).toBe(join(scratch.path, 'tiny/records', record!));
    expect(await train(...cell)).toEqual(lines.slice(2));
  });

  it('says which cells there are where several are selected', async () => {
    await expect(train('--variant', 'CLIP')).rejects.toThrow(
      'train runs one cell, but 2 are selected; choose one of: --variant CLIP --seed 0, --variant CLIP --seed 1',
    );
    await expect(train()).rejects.toThrow(UserError);
  });

  it('names the near miss of an unknown variant', async () => {
    await expect(train('--variant', 'CLOP', '--seed', '0')).rejects.toThrow('did you mean "CLIP"');
  });
});
