import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchScript } from './batch-script';

const folder = mkdtempSync(join(tmpdir(), 'batch-script-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('batchScript', () => {
  it('gives the program its arguments as they are, and its threads', () => {
    const program = join(folder, "it's $HOME.cjs");
    writeFileSync(program, 'console.log(JSON.stringify([process.argv.slice(2), process.env.OMP_NUM_THREADS]))');
    const args = ['a b', '$(touch x)', '`id`', "'; exit 3; '", '"\\', 'two\nlines', '*'];
    const { stdout, status } = spawnSync('bash', ['-c', batchScript(program, args, 3)], { cwd: folder });
    expect(JSON.parse(String(stdout))).toEqual([args, '3']);
    expect(status).toBe(0);
  });
});
