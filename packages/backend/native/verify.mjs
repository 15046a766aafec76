import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * @typedef {import('./pinned.mjs').Files} Files
 * @typedef {Record<string, { bytes: number, sha256: string, mtimeMs: number, ctimeMs: number }>} Stamps
 * What is known of the files in a folder, and the times at which they had that content. The backend reads it too.
 */

/** @param {string} folder */
const stampsFile = (folder) => join(folder, 'verified.json');

/**
 * @param {string} folder
 * @returns {Stamps | undefined}
 */
function stampsOf(folder) {
  try {
    return /** @type {Stamps} */ (JSON.parse(readFileSync(stampsFile(folder), 'utf8')));
  } catch {
    return undefined; // not checked yet, or cut: everything is read again
  }
}

/** @param {string} file */
async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/**
 * @param {string} folder
 * @param {Stamps} stamps
 */
function writeStamps(folder, stamps) {
  const temporary = `${stampsFile(folder)}.${String(process.pid)}`;
  writeFileSync(temporary, JSON.stringify(stamps));
  renameSync(temporary, stampsFile(folder));
}

/**
 * Notes the content of files that were just made, so that `damageIn` knows it.
 * @param {string} folder
 * @param {readonly string[]} names
 */
export async function seal(folder, names) {
  /** @type {Stamps} */
  const stamps = {};
  for (const name of names) {
    const { size: bytes, mtimeMs, ctimeMs } = statSync(join(folder, name));
    stamps[name] = { bytes, sha256: await sha256Of(join(folder, name)), mtimeMs, ctimeMs };
  }
  writeStamps(folder, stamps);
}

/**
 * What is wrong with the files of a folder; undefined if nothing is. Only those that have changed since they were last
 * found intact are read: cheap enough for every start.
 * @param {string} folder
 * @param {Files} [files] sizes and hashes (default: those that `seal` has noted)
 */
export async function damageIn(folder, files) {
  const known = stampsOf(folder) ?? {};
  const wanted = files ?? stampsOf(folder);
  if (wanted === undefined) return 'it has no list of checksums';
  /** @type {Stamps} */
  const stamps = {};
  for (const [name, file] of Object.entries(wanted)) {
    const found = await checked(folder, name, file, known[name]);
    if (typeof found === 'string') return found;
    stamps[name] = found;
  }
  try {
    if (JSON.stringify(stamps) !== JSON.stringify(known)) writeStamps(folder, stamps);
  } catch {
    // A cache that can only be read: its files are read whole the next time too.
  }
  return undefined;
}

/**
 * The stamp of an intact file, or what is wrong with it.
 * @param {string} folder
 * @param {string} name
 * @param {Files[string]} wanted
 * @param {Stamps[string] | undefined} known
 */
async function checked(folder, name, { bytes, sha256 }, known) {
  const found = statSync(join(folder, name), { throwIfNoEntry: false });
  if (found === undefined) return `${name} is missing`;
  if (found.size !== bytes) return `${name} has ${String(found.size)} bytes, not ${String(bytes)}`;
  const { mtimeMs, ctimeMs } = found;
  const unchanged = known?.sha256 === sha256 && known.mtimeMs === mtimeMs && known.ctimeMs === ctimeMs;
  if (!unchanged && (await sha256Of(join(folder, name))) !== sha256) return `${name} does not match its SHA-256`;
  return { bytes, sha256, mtimeMs, ctimeMs };
}
