import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createProgram } from './program';
import { printed } from './testing/run-bin';
import { scratchFolder, tinySource } from './testing/scratch-folder';

const scratch = scratchFolder();

/** Commands that only read may be tried in any folder, also in one that can't be written. */
describe('commands that read', () => {
  it.each([
    ['report', ['report', 'FILE']],
    ['claims', ['claims', 'FILE']],
    ['a dry run', ['ablate', 'FILE', '--dry-run', '--no-measure']],
  ])('%s makes no folder', async (_what, args) => {
    const file = scratch.write('tiny.ts', tinySource);
    const runs = join(scratch.path, 'nowhere');
    const given = [...args.map((word) => (word === 'FILE' ? file : word)), '--runs', runs];
    const lines = await printed(() => createProgram(args[0]).exitOverride().parseAsync(given, { from: 'user' }));
    expect(lines.join('\n')).not.toBe('');
    expect(existsSync(runs)).toBe(false);
  });

  it('runs says that nothing is there, and makes nothing', async () => {
    const runs = join(scratch.path, 'nowhere');
    const list = createProgram('runs').exitOverride().parseAsync(['runs', 'list', '--runs', runs], { from: 'user' });
    await expect(list).rejects.toThrow('nowhere');
    expect(existsSync(runs)).toBe(false);
  });
});
