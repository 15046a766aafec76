import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, SetupProblem } from './say.mjs';

/** @typedef {{ pid: number, host: string, since?: number, children?: number[] }} Owner `since`: milliseconds. */

/**
 * Whether the process exists.
 * @param {number} pid
 */
function runs(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/**
 * Who holds the lock; undefined where the file is gone or half-written.
 * @param {string} file
 * @returns {Owner | undefined}
 */
function ownerOf(file) {
  try {
    return /** @type {Owner} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw new SetupProblem(`${file}: ${String(error)}`, 'remove it, or set ALIGNCLIP_CACHE to another folder');
  }
}

/** @param {string} file */
const ageOf = (file) => Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());

/**
 * The processes that hold the lock: the set-up, and what it has started, which may outlive it.
 * @param {Owner} owner
 */
const holders = ({ pid, children = [] }) => [pid, ...children].filter(runs);

/**
 * Whether nobody is left who holds the lock: all processes are gone, or it is older than the last start of the machine.
 * @param {string} file
 * @param {Owner | undefined} owner
 */
function abandoned(file, owner) {
  if (owner === undefined) return ageOf(file) > 10_000;
  if (owner.host !== hostname()) return false;
  return holders(owner).length === 0 || ageOf(file) > uptime() * 1000;
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

/**
 * @param {string} file
 * @param {Owner} owner
 */
function take(file, owner) {
  try {
    writeFileSync(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * Who is waited for, in words.
 * @param {Owner | undefined} owner
 */
function ownerText(owner) {
  if (owner === undefined) return 'it has just begun';
  const seconds = owner.since === undefined ? '' : `, for ${String(Math.round((Date.now() - owner.since) / 1000))} s`;
  if (owner.host !== hostname()) return `process ${String(owner.pid)} on ${JSON.stringify(owner.host)}${seconds}`;
  const [first = owner.pid] = holders(owner);
  return `process ${String(first)}${first === owner.pid ? '' : ', left by a set-up that was killed'}${seconds}`;
}

/** @type {{ file: string, owner: Owner } | undefined} */
let held;

/**
 * Notes a process that this one has started, so that the lock is held until it has ended too.
 * @param {number | undefined} child
 */
export function holdWith(child) {
  if (held === undefined || child === undefined) return;
  held.owner = { ...held.owner, children: [...(held.owner.children ?? []), child].filter(runs) };
  const aside = `${held.file}.${String(process.pid)}`;
  writeFileSync(aside, JSON.stringify(held.owner));
  renameSync(aside, held.file);
}

/**
 * Runs `work` while holding the lock file; waits while a holder runs, takes over when all are gone.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(file: string, owner: string) => void} onWait
 */
export async function withLock(file, work, onWait) {
  mkdirSync(dirname(file), { recursive: true });
  const owner = { pid: process.pid, host: hostname(), since: Date.now() };
  for (let waited = 0; !take(file, owner); waited++) {
    const other = ownerOf(file);
    if (abandoned(file, other)) clear(file);
    else {
      if (waited % 200 === 0) onWait(file, ownerText(other));
      await sleep(300);
    }
  }
  held = { file, owner };
  const release = () => {
    held = undefined;
    rmSync(file, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}
