import { Command } from 'commander';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { studyTools } from '../new/study';
import { printed } from '../testing/run-bin';
import { initCommand } from './init';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-init-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const init = (...words: string[]) => {
  const program = new Command().exitOverride();
  initCommand(program);
  return printed(() => program.parseAsync(['init', ...words], { from: 'user' }));
};
const text = (...path: string[]) => readFileSync(join(folder, 'my-study', ...path), 'utf8');
const manifest = () => JSON.parse(text('package.json')) as Record<string, object>;

describe('init', () => {
  it('writes a study whose experiment uses its own loss', async () => {
    const lines = await init(join(folder, 'my-study'));
    expect(manifest()).toMatchObject({ name: 'my-study', type: 'commonjs', dependencies: { alignclip: '0.1.0' } });
    expect(text('src/experiment.ts')).toContain(`import { centroidDistance } from './centroid-distance';`);
    expect(text('src/experiment.ts')).toContain('components: [centroidDistance]');
    expect(text('README.md')).toMatch(/^# my-study\n/);
    expect(text('README.md')).toContain('new evaluator NAME --here src');
    for (const line of lines.filter((one) => one.startsWith('wrote ')))
      expect(text(line.slice(`wrote ${join(folder, 'my-study')}/`.length))).not.toMatch(/new-loss|newLoss/);
  });

  it('writes imports of ES modules as Node finds them', async () => {
    await init(join(folder, 'my-study'), '--esm');
    expect(manifest()).toMatchObject({ type: 'module' });
    expect(text('src/experiment.ts')).toContain(`from './centroid-distance.js';`);
    expect(text('src/own-data.spec.ts')).toContain(`from './own-data.js';`);
  });

  it('keeps what a package.json has, and refuses one of the other kind of module', async () => {
    await init(join(folder, 'my-study'));
    for (const name of ['src', 'tsconfig.json', 'jest.config.cjs', '.gitignore', '.github', 'README.md'])
      rmSync(join(folder, 'my-study', name), { recursive: true });
    const own = { name: 'mine', type: 'module', scripts: { test: 'mine' }, dependencies: { alignclip: 'file:x.tgz' } };
    writeFileSync(join(folder, 'my-study/package.json'), JSON.stringify(own));
    await expect(init(join(folder, 'my-study'))).rejects.toThrow('has "type": "module": add --esm');
    expect(existsSync(join(folder, 'my-study/src'))).toBe(false);
    await init(join(folder, 'my-study'), '--esm');
    expect(manifest()).toMatchObject(own);
    expect(manifest()['scripts']).toHaveProperty('start');
  });

  it('writes nothing where a file exists, or the folder can be no package', async () => {
    await expect(init(join(folder, 'My Study'))).rejects.toThrow(
      'folder "My Study": its name becomes that of a package',
    );
    await init(join(folder, 'my-study'));
    const before = text('package.json');
    await expect(init(join(folder, 'my-study'))).rejects.toThrow('already exists: nothing was written');
    expect(text('package.json')).toBe(before);
  });

  it('names the tools that the repository is tested with', () => {
    const root = JSON.parse(readFileSync(join(__dirname, '../../../../package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(root.devDependencies).toMatchObject(studyTools);
  });
});
