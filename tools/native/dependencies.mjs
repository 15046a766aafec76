import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, telling } from './run.mjs';
import { say, SetupProblem } from './say.mjs';

const stampOf = (root) => join(root, 'node_modules', '.alignclip', 'package-lock.sha256');
const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
const packagesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

/** Whether node_modules holds what package-lock.json says: by our stamp, else by the list that npm keeps of what it installed. */
export function upToDate(root) {
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

function writeStamp(root) {
  mkdirSync(join(root, 'node_modules', '.alignclip'), { recursive: true });
  writeFileSync(stampOf(root), hashOf(join(root, 'package-lock.json')));
}

/** Installs the locked npm packages, with install scripts off, unless they are there. Throws a SetupProblem when npm fails. */
export async function installDependencies(root) {
  if (!existsSync(join(root, 'package-lock.json'))) return;
  if (!upToDate(root)) {
    say('installing the locked npm packages');
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
    const show = process.stdout.isTTY === true;
    const result = await run(
      npm[0],
      [...npm.slice(1), 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      { cwd: root, show },
    );
    if (!result.ok)
      throw new SetupProblem(
        `npm ci failed: ${telling(result)}`,
        'check the network or the npm registry in use, then run `npm run setup`',
      );
  }
  writeStamp(root);
}
