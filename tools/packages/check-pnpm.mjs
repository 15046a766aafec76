/**
 * `npm run check:pnpm`: a study installed by pnpm from the tarballs of `npm run pack`, where a package finds only what it
 * depends on: init, install, set-up, doctor, tests, a smoke run.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run, tarballs } from './study-folder.mjs';

const folder = mkdtempSync(join(tmpdir(), 'alignclip-pnpm-'));
const study = join(folder, 'my-study');

/** Every package of ours from its tarball, also where another one of ours asks for it. */
const overrides = tarballs().map((tarball) => {
  const name = basename(tarball).replace(/-\d+\.\d+\.\d+.*$/, '');
  return `  '${name.replace(/^alignclip-/, '@alignclip/')}': 'file:${tarball}'`;
});

/** @param {string[]} args */
const pnpm = (...args) => run(study, 'npx', '--yes', 'pnpm@latest', ...args);

try {
  if (overrides.length === 0) throw new Error('no tarballs: npm run pack');
  mkdirSync(study);
  writeFileSync(join(study, 'pnpm-workspace.yaml'), ['overrides:', ...overrides, ''].join('\n'));
  writeFileSync(join(study, 'package.json'), '{}\n');
  pnpm('add', '--ignore-scripts', 'alignclip');
  pnpm('exec', 'alignclip', 'init', '.');
  pnpm('install', '--ignore-scripts', '--no-frozen-lockfile');
  const shown = pnpm('exec', 'alignclip', 'setup') + pnpm('exec', 'alignclip', 'doctor');
  if (!shown.includes('tensorflow on the')) throw new Error(`no native TensorFlow:\n${shown}`);
  pnpm('test');
  pnpm('start', '--profile', 'smoke');
  console.log('a study installed by pnpm: set-up, tests and a smoke run pass');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
