import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from './testing/scratch-folder';

const bin = join(__dirname, '../bin/alignclip.cjs');
const heavy = ['@tensorflow/tfjs', 'sharp', 'vega'];
const scratch = scratchFolder();

/** Writes the files of all loaded modules to stderr at the end. */
const preload = `process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));`;

describe('commands that only read', () => {
  it.each([['--help'], ['--version'], ['runs', 'list']])('load no heavy package: %s %s', (...args) => {
    mkdirSync(join(scratch.path, 'runs', 'tiny', 'records'), { recursive: true });
    const file = scratch.write('preload.cjs', preload);
    const { stderr, status } = spawnSync(process.execPath, ['-r', file, bin, ...args], {
      cwd: scratch.path,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stderr).toContain('/packages/cli/src/program.ts');
    expect(heavy.filter((name) => stderr.includes(`/node_modules/${name}/`))).toEqual([]);
  });
});
