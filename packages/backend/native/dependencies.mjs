import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf, run } from './run.mjs';
import { say, SetupProblem } from './say.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} Packages */

/**
 * Installs the locked npm packages, with install scripts off, unless they are there. Throws a SetupProblem when npm fails.
 * @param {string} root
 */
export async function installDependencies(root) {
  if (!existsSync(join(root, 'package-lock.json'))) return;
  if (!upToDate(root)) await install(root);
  writeStamp(root);
}

/**
 * Whether node_modules holds what package-lock.json says: by our stamp, else by npm's own list of what it installed.
 * @param {string} root
 */
function upToDate(root) {
  const lock = join(root, 'package-lock.json');
  const stamp = stampOf(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOf(lock)) return true;
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = packagesIn(installed);
  return Object.entries(packagesIn(lock))
    .filter(([path]) => path.includes('node_modules/'))
    .every(([path, entry]) =>
      have[path] ? have[path].version === entry.version : (entry.optional ?? entry.devOptional ?? entry.peer) === true,
    );
}

/** @param {string} root */
async function install(root) {
  say('installing the locked npm packages');
  const npm = process.env['npm_execpath'];
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = await run(command, args, { cwd: root, show: process.stdout.isTTY });
  if (result.ok) return;
  throw new SetupProblem(
    `npm ci failed: ${failureOf(result)}`,
    'check the network and the npm registry in use, then run `npm run setup`',
  );
}

/** @param {string} root */
function writeStamp(root) {
  mkdirSync(join(root, 'node_modules', '.alignclip'), { recursive: true });
  writeFileSync(stampOf(root), hashOf(join(root, 'package-lock.json')));
}

/** @param {string} root */
const stampOf = (root) => join(root, 'node_modules', '.alignclip', 'package-lock.sha256');

/** @param {string} file */
const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** @param {string} file */
const packagesIn = (file) =>
  /** @type {{ packages?: Packages }} */ (JSON.parse(readFileSync(file, 'utf8'))).packages ?? {};
