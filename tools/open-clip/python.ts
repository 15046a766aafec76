import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const scripts = { open_clip: 'open_clip_features.py', transformers: 'hub_features.py' } as const;

/** Runs the script on the real library and gives the versions that it names. Throws with its own words where it fails. */
export function reference(
  library: keyof typeof scripts,
  python: string,
  action: 'make' | 'load',
  folder: string,
  cases: readonly object[],
): string {
  const script = scripts[library];
  const { status, stdout, stderr, error } = spawnSync(
    python,
    [join(__dirname, '../reference', script), action, folder],
    {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      env: { ...process.env, LD_PRELOAD: '', PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  if (status === 0) return stdout.trim().split('\n').at(-1)!;
  throw new Error(`${script} ${action} failed: ${error?.message ?? stderr.trim().slice(-3000)}`);
}

export const openClip = (python: string, action: 'make' | 'load', folder: string, cases: readonly object[]): string =>
  reference('open_clip', python, action, folder, cases);
