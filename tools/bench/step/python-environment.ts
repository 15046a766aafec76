import { cacheFolder } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const packages = ['torch==2.15.0', 'open_clip_torch==3.3.0'];
const needed = 10e9;
const wanted = JSON.stringify(packages);

const folder = cacheFolder('bench-venv');
const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const complete = join(folder, 'complete.json');

/**
 * A Python that has PyTorch and open_clip. The first call makes a virtual environment in the cache folder and installs
 * them from the package index that pip uses: on Linux x64 PyPI's PyTorch doesn't load without its CUDA libraries, in all
 * 2 to 3 GB to load and 5.5 GB on the disk. ALIGNCLIP_BENCH_PYTHON names a Python that has both already.
 */
export function benchPython(say: (line: string) => void): string {
  const ready = readyBenchPython();
  if (ready) return ready;
  mkdirSync(dirname(folder), { recursive: true });
  checkSpace(dirname(folder));
  rmSync(folder, { recursive: true, force: true });
  say(`setting up ${packages.join(' and ')} in ${folder} (once; some minutes, 5.5 GB)`);
  run('python3', '-m', 'venv', folder);
  run(python, '-m', 'pip', 'install', '--only-binary=:all:', '--disable-pip-version-check', ...packages);
  run(python, '-c', 'import torch, open_clip');
  writeFileSync(complete, wanted);
  return python;
}

const sentenceEncoder = 'transformers==5.24.0';

/** The same Python with Hugging Face's transformers, which the first call installs. Throws UserError where that fails. */
export function withTransformers(python: string, say: (line: string) => void): string {
  const { status } = spawnSync(python, ['-c', 'import transformers'], { stdio: 'ignore' });
  if (status === 0) return python;
  say(`installing ${sentenceEncoder}`);
  run(python, '-m', 'pip', 'install', '--only-binary=:all:', '--disable-pip-version-check', sentenceEncoder);
  return python;
}

/** The same Python where nothing needs to be installed. */
export function readyBenchPython(): string | undefined {
  const given = process.env['ALIGNCLIP_BENCH_PYTHON'];
  if (given) return given;
  return existsSync(complete) && readFileSync(complete, 'utf8') === wanted ? python : undefined;
}

function checkSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= needed) return;
  throw new UserError(
    `only ${((bavail * bsize) / 1e9).toFixed(1)} GB are free for ${folder}, PyTorch needs ${needed / 1e9}: free some, ` +
      'set ALIGNCLIP_CACHE to a folder on another disk, or ALIGNCLIP_BENCH_PYTHON to a Python with torch and open_clip',
  );
}

/** Shows what the command prints on stderr, so that stdout holds results only. */
function run(command: string, ...args: string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  throw new UserError(
    `${command} ${args.slice(0, 3).join(' ')} … failed (${error?.message ?? `status ${status}`}): Python 3.10 to 3.14 ` +
      'with venv and pip is needed; or set ALIGNCLIP_BENCH_PYTHON to a Python with torch and open_clip',
  );
}
