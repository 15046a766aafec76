import { readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpCommand } from './places.mjs';
import { failureOf, run } from './run.mjs';
import { say, SetupProblem } from './say.mjs';
import { damageIn } from './verify.mjs';

/** @typedef {import('./pinned.mjs').Wheel} Wheel */

const unpackScript = join(dirname(fileURLToPath(import.meta.url)), 'unpack.py');
const flags = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--disable-pip-version-check', '--no-cache-dir'];

/**
 * Throws a SetupProblem when fewer than `gigabytes` are free on the disk of `folder`.
 * @param {string} folder
 * @param {number} gigabytes
 */
export function requireSpace(folder, gigabytes) {
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / 1e9;
  if (free >= gigabytes) return;
  throw new SetupProblem(
    `${folder} has ${free.toFixed(1)} GB of free disk space; ${gigabytes} GB are needed`,
    'free up disk space, or set ALIGNCLIP_CACHE to a folder on another disk',
  );
}

/**
 * Throws a SetupProblem that names the first file of a download that isn't as pinned.
 * @param {string} folder
 * @param {import('./pinned.mjs').Files} files
 */
export async function requireIntact(folder, files) {
  const damage = await damageIn(folder, files);
  if (damage !== undefined)
    throw new SetupProblem(`the download can't be used: ${damage}`, `run \`${setUpCommand}\` again`);
}

/**
 * Downloads a pinned wheel with pip, which checks its SHA-256, into `folder`; resolves to the file.
 * @param {string} python
 * @param {Wheel} wheel
 * @param {string} folder
 * @param {readonly string[]} tags
 */
async function download(python, { name, version, bytes, sha256 }, folder, tags) {
  say(`downloading ${name} ${version} (${(bytes / 1e6).toFixed(0)} MB)`);
  const list = join(folder, 'requirements.txt');
  writeFileSync(list, `${name}==${version} --hash=sha256:${sha256}\n`);
  const show = process.stdout.isTTY;
  const quiet = show ? [] : ['--progress-bar', 'off'];
  const args = ['-m', 'pip', 'download', ...flags, ...quiet, ...tags, '-r', list, '-d', folder];
  const result = await run(python, args, { show });
  const file = readdirSync(folder).find((entry) => entry.endsWith('.whl'));
  if (result.ok && file) return join(folder, file);
  throw new SetupProblem(
    `pip could not download ${name} ${version}: ${failureOf(result)}`,
    `check the network and the package index that pip uses, then run \`${setUpCommand}\``,
  );
}

/**
 * Unpacks the members of an archive whose names start with one of `keep`.
 * @param {string} python
 * @param {string} archive
 * @param {string} folder
 * @param {readonly string[]} keep
 */
export async function unpack(python, archive, folder, keep) {
  const result = await run(python, [unpackScript, archive, folder, ...keep]);
  if (!result.ok)
    throw new SetupProblem(`${archive} could not be unpacked: ${failureOf(result)}`, `run \`${setUpCommand}\` again`);
}

/**
 * For each pinned wheel: downloads it, unpacks what is kept and deletes the wheel.
 * @param {string} python
 * @param {readonly Wheel[]} wheels
 * @param {string} folder
 * @param {readonly string[]} [tags] options of pip that choose the platform
 */
export async function unpackWheels(python, wheels, folder, tags = []) {
  for (const wheel of wheels) {
    const file = await download(python, wheel, folder, tags);
    await unpack(python, file, folder, wheel.keep);
    rmSync(file);
  }
  rmSync(join(folder, 'requirements.txt'), { force: true });
}
