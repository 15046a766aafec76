import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './say.mjs';

const owner = () => JSON.stringify({ pid: process.pid, host: hostname() });

/** @param {string} file */
const ageOf = (file) => Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());

/**
 * Whether the process that took the lock is gone.
 * @param {string} file
 */
function abandoned(file) {
  try {
    const { pid, host } = /** @type {{ pid: number, host: string }} */ (JSON.parse(readFileSync(file, 'utf8')));
    if (host !== hostname()) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH' || (error instanceof SyntaxError && ageOf(file) > 10_000);
  }
}

/**
 * Removes an abandoned lock; of two that try at once only one rename succeeds.
 * @param {string} file
 */
function clear(file) {
  const aside = `${file}.${String(process.pid)}`;
  try {
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, owner(), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * Runs `work` while holding the lock file; waits while its owner runs, takes over when it is gone.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(file: string) => void} onWait
 */
export async function withLock(file, work, onWait) {
  mkdirSync(dirname(file), { recursive: true });
  for (let waited = 0; !take(file); waited++) {
    if (abandoned(file)) clear(file);
    else {
      if (waited === 0) onWait(file);
      await sleep(300);
    }
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}
