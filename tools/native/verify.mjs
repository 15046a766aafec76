import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetupProblem } from './say.mjs';

/** Whether every file of `files` ({ path: { bytes, sha256 } }) is in `folder` with its size. Cheap enough for every start. */
export function haveSizes(folder, files) {
  return Object.entries(files).every(
    ([path, { bytes }]) => statSync(join(folder, path), { throwIfNoEntry: false })?.size === bytes,
  );
}

/** Checks size and SHA-256 of every file; throws a SetupProblem that names the first bad one. */
export async function verify(folder, files) {
  for (const [path, { bytes, sha256 }] of Object.entries(files)) {
    const size = statSync(join(folder, path), { throwIfNoEntry: false })?.size;
    if (size !== bytes)
      throw new SetupProblem(`${path} has ${size ?? 'no'} bytes instead of ${bytes}`, 'run `npm run setup` again');
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, path), { highWaterMark: 1 << 20 }), hash);
    if (hash.digest('hex') !== sha256)
      throw new SetupProblem(`${path} has another SHA-256 than the pinned one`, 'run `npm run setup` again');
  }
}
