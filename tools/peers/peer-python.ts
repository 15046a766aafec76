import { cacheFolder } from '@alignclip/backend';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Skipped } from './peer';

const folder = cacheFolder('peers-venv');
const python = join(folder, 'bin/python');
const installed = join(folder, 'installed.json');

const quiet = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:'];

/** A Python of the cache that has the packages, which the first call installs. Throws Skipped where that fails. */
export function peerPython(packages: readonly string[], say: (line: string) => void): string {
  if (!existsSync(installed)) makeFolder();
  const known = JSON.parse(readFileSync(installed, 'utf8')) as string[];
  const missing = packages.filter((one) => !known.includes(one));
  if (missing.length === 0) return python;
  say(`installing ${missing.join(' ')} in ${folder}`);
  run(python, ...quiet, ...packages);
  writeFileSync(installed, JSON.stringify([...known, ...missing]));
  return python;
}

function makeFolder(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run('python3', '-m', 'venv', folder);
  writeFileSync(installed, '[]');
}

/** Throws Skipped with the last line that the command wrote where it fails. */
export function run(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 900_000 });
  if (status === 0) return;
  throw new Skipped(error?.message ?? (stderr.trim().split('\n').at(-1) || `${command} failed`));
}

/** Runs a script with JSON on its standard input and gives the JSON that it prints. Throws Error with its own words. */
export function askPython(pythonPath: string, script: string, arg: unknown, env: NodeJS.ProcessEnv = {}): unknown {
  const { status, stdout, stderr, error } = spawnSync(pythonPath, [script], {
    input: JSON.stringify(arg),
    encoding: 'utf8',
    maxBuffer: 2 ** 29,
    env: { ...process.env, LD_PRELOAD: '', PYTHONDONTWRITEBYTECODE: '1', ...env },
  });
  if (status !== 0) throw new Error(`${script}: ${error?.message ?? stderr.trim().slice(-3000)}`);
  return JSON.parse(stdout) as unknown;
}
