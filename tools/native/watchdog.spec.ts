import { nativeRecord } from '@alignclip/backend';
import { describeWhere } from '@alignclip/core/testing';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const compiler = [process.env['CXX'], 'c++', 'g++', 'clang++'].find(
  (command) => command && spawnSync(command, ['--version']).status === 0,
);
const { folder } = nativeRecord()?.tensorflow ?? {};
const native = join(dirname(require.resolve('@alignclip/backend/package.json')), 'native');

describeWhere(
  Boolean(compiler && folder),
  'no C++ compiler or no headers of TensorFlow',
  'the watchdog of exchanges',
  () => {
    let program = '';
    beforeAll(() => {
      program = join(mkdtempSync(join(tmpdir(), 'alignclip-watchdog-')), 'race');
      const include = ['-I', native, '-isystem', join(folder!, 'tensorflow', 'include')];
      const source = join(__dirname, 'testing/watchdog-race.cc');
      const flags = ['-std=c++17', '-Wall', '-Wextra', '-Werror', '-pthread', ...include];
      execFileSync(compiler!, [...flags, source, '-o', program]);
    }, 120_000);
    afterAll(() => rmSync(dirname(program), { recursive: true }));

    it('leaves alone the exchange after the one that was late, which has a limit of its own', () => {
      const aborted = execFileSync(program, { encoding: 'utf8', timeout: 60_000 }).trim();
      expect(aborted).toBe('the second call (no answer from: 2)');
    });
  },
);
