import { readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, telling } from './run.mjs';
import { say, SetupProblem } from './say.mjs';

const unpackScript = join(dirname(fileURLToPath(import.meta.url)), 'unpack.py');

/** Throws when less than `gigabytes` are free where `folder` is. */
export function requireSpace(folder, gigabytes) {
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / 1e9;
  if (free >= gigabytes) return;
  throw new SetupProblem(
    `only ${free.toFixed(1)} GB are free for ${folder}; ${gigabytes} GB are needed`,
    'free some space or set ALIGNCLIP_CACHE to a folder on another disk',
  );
}

/** Downloads one pinned wheel with pip, which checks its SHA-256, into `folder`; returns the file. */
async function download(python, { name, version, bytes, sha256 }, folder, tags) {
  say(`downloading ${name} ${version} (${(bytes / 1e6).toFixed(0)} MB)`);
  const list = join(folder, 'requirements.txt');
  writeFileSync(list, `${name}==${version} --hash=sha256:${sha256}\n`);
  const show = process.stdout.isTTY === true;
  const quiet = show ? [] : ['--progress-bar', 'off'];
  const result = await run(
    python,
    [
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes',
      '--disable-pip-version-check',
      '--no-cache-dir',
      ...quiet,
      ...tags,
      '-r',
      list,
      '-d',
      folder,
    ],
    { show },
  );
  const file = readdirSync(folder).find((entry) => entry.endsWith('.whl'));
  if (result.ok && file) return join(folder, file);
  throw new SetupProblem(
    `pip could not download ${name} ${version}: ${telling(result)}`,
    'check the network or the package index that pip uses, then run `npm run setup`',
  );
}

/** Unpacks the members of an archive whose names start with one of `keep`. */
export async function unpack(python, archive, folder, keep) {
  const result = await run(python, [unpackScript, archive, folder, ...keep]);
  if (!result.ok)
    throw new SetupProblem(`${archive} could not be unpacked: ${telling(result)}`, 'run `npm run setup` again');
}

/** Brings the pinned wheels one after another: download, unpack what is kept, delete the wheel. */
export async function unpackWheels(python, wheels, folder, tags = []) {
  for (const wheel of wheels) {
    const file = await download(python, wheel, folder, tags);
    await unpack(python, file, folder, wheel.keep);
    rmSync(file);
  }
  rmSync(join(folder, 'requirements.txt'), { force: true });
}
