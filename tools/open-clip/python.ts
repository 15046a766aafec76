import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const script = join(__dirname, '../reference/open_clip_features.py');

/** Runs the script on real open_clip and gives the versions that it names. Throws with its own words where it fails. */
export function openClip(python: string, action: 'make' | 'load', folder: string, cases: readonly object[]): string {
  const { status, stdout, stderr, error } = spawnSync(python, [script, action, folder], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, LD_PRELOAD: '', PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (status === 0) return stdout.trim().split('\n').at(-1)!;
  throw new Error(`open_clip_features.py ${action} failed: ${error?.message ?? stderr.trim().slice(-3000)}`);
}
