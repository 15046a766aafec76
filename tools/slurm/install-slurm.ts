import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const programs = ['munged', 'mungekey', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel', 'sinfo'];
const packages = ['slurm-wlm', 'munge'];

/** Daemons lie in folders that are not on every user's path. */
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

/** Installs Debian's Slurm and munge where they are missing; gives the reason where that can't be done. */
export function installSlurm(say: (line: string) => void): string | undefined {
  if (missing().length === 0) return undefined;
  if (process.getuid?.() !== 0) return `${missing().join(', ')} not found, and only root may install packages`;
  say(`installing ${packages.join(' and ')} with apt-get`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status, stderr, error } = spawnSync('apt-get', args, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 300_000,
    });
    if (status !== 0)
      return `apt-get ${args[0]} failed: ${(error?.message ?? stderr).trim().split('\n').at(-1) ?? 'no reason given'}`;
  }
  return missing().length > 0
    ? `${missing().join(', ')} not found after ${packages.join(' and ')} were installed`
    : undefined;
}

const missing = (): string[] => programs.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
