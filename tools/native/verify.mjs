import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetupProblem } from './say.mjs';

/** @typedef {import('./pinned.mjs').Files} Files */

/**
 * Whether every file is in `folder` with its size. Cheap enough for every start.
 * @param {string} folder
 * @param {Files} files
 */
export function haveSizes(folder, files) {
  return Object.entries(files).every(
    ([path, { bytes }]) => statSync(join(folder, path), { throwIfNoEntry: false })?.size === bytes,
  );
}

/**
 * Checks size and SHA-256 of every file; throws a SetupProblem that names the first wrong one.
 * @param {string} folder
 * @param {Files} files
 */
export async function verify(folder, files) {
  for (const [path, { bytes, sha256 }] of Object.entries(files)) {
    const size = statSync(join(folder, path), { throwIfNoEntry: false })?.size;
    if (size === undefined) throw new SetupProblem(`${path} is missing in the download`, 'run `npm run setup` again');
    if (size !== bytes)
      throw new SetupProblem(`${path} has ${size} bytes; expected ${bytes}`, 'run `npm run setup` again');
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, path), { highWaterMark: 1 << 20 }), hash);
    if (hash.digest('hex') !== sha256)
      throw new SetupProblem(`${path} does not match its pinned SHA-256`, 'run `npm run setup` again');
  }
}
