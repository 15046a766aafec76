import { itWhere } from '@alignclip/core/testing';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBin } from './testing/run-bin';
import { workspaceRoot } from './testing/scratch-folder';

describe('alignclip', () => {
  it('lists components', async () => {
    const { code, stdout, stderr } = await runBin(['list', 'components'], workspaceRoot);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('\n  clip  { symbol, weight, schedule, temperature }\n');
  });

  itWhere(existsSync('/dev/full'), 'no /dev/full', 'fails where its output can not be written', () => {
    const bin = join(__dirname, '../bin/alignclip.cjs');
    for (const args of [['list', 'components'], ['--help'], ['--version']]) {
      const full = openSync('/dev/full', 'w');
      const { status, stderr } = spawnSync(process.execPath, [bin, ...args], { stdio: ['ignore', full, 'pipe'] });
      closeSync(full);
      expect([status, String(stderr)]).toEqual([1, 'error: standard output: no space left on the disk (ENOSPC)\n']);
    }
  });

  it('says that an experiment file ended the program', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alignclip-exit-'));
    writeFileSync(join(folder, 'ends.ts'), 'process.exit(0);');
    const { code, stderr } = await runBin(['ablate', 'ends.ts', '--dry-run'], folder);
    rmSync(folder, { recursive: true });
    expect([code, stderr]).toEqual([
      1,
      'error: experiment file "ends.ts" ended the program while it was loaded (process.exit)\n',
    ]);
  });

  it('says that its reader has closed the pipe', async () => {
    const child = spawn(process.execPath, [join(__dirname, '../bin/alignclip.cjs'), 'list', 'components']);
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (part) => (stderr += String(part)));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, stderr]).toEqual([1, 'error: standard output: its reader has closed it (EPIPE)\n']);
  });

  it('shows what a terminal would obey', async () => {
    const { code, stderr } = await runBin(['report', 'a\u001b[2J\u202eb\u009b.ts'], workspaceRoot);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: experiment file "a\\u001b\[2J\\u202eb\\u009b\.ts": no such file/);
    const unknown = await runBin(['runs', 'list', '--\u001b[31m'], workspaceRoot);
    expect(unknown.stderr).toContain("error: unknown option '--\\u001b[31m'");
  });

  it('names the place in an experiment file that fails after it was loaded', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'alignclip-late-'));
    const good = readFileSync(join(workspaceRoot, 'experiments/quickstart.ts'), 'utf8');
    const late = {
      'promise.ts': "void Promise.reject(new TypeError('late'));",
      'timer.ts': "setTimeout(() => { throw new Error('late'); }, 0);",
    };
    for (const [name, line] of Object.entries(late)) {
      writeFileSync(join(scratch, name), `${good}${line}\n`);
      const { code, stderr } = await runBin(['ablate', name, '--dry-run', '--no-measure'], scratch);
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`^error: experiment file ${name}:\\d+:\\d+: (TypeError: )?late\n$`));
    }
    rmSync(scratch, { recursive: true });
  });

  it('ends with exit code 1 and a line that names the near miss, without a stack', async () => {
    const { code, stdout, stderr } = await runBin(['ablate', 'experiments/quikstart.ts', '--dry-run'], workspaceRoot);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim()).toBe(
      'error: experiment file "experiments/quikstart.ts": no such file; did you mean "experiments/quickstart.ts"?',
    );
  });
});
