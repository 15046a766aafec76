#!/usr/bin/env node
const Module = require('node:module');
const { join } = require('node:path');
const { isInstalled, runWorker, workerEnvironment } = require('./run-worker.cjs');

/** A clone runs its sources, a project the build. */
const main = join(__dirname, isInstalled ? '../dist/main.js' : '../src/main.ts');
const [command = '--help'] = process.argv.slice(2);

/** Commands that only read run in this process. All others compute, in a process with its own environment. */
const reading = [
  'setup',
  'init',
  'runs',
  'list',
  'report',
  'claims',
  'complete',
  'help',
  '--help',
  '-h',
  '--version',
  '-V',
];

function installed() {
  try {
    return require.resolve('@alignclip/launchers/typescript');
  } catch {
    return undefined;
  }
}

if (!installed()) {
  console.error('alignclip: the npm packages are not installed. Run `npm run setup` in the repository first.');
  process.exitCode = 1;
} else if (process.env.ALIGNCLIP_WORKER === '1') {
  require(main);
} else if (reading.includes(command)) {
  process.env.NODE_PATH = workerEnvironment().NODE_PATH;
  // @ts-expect-error -- reads NODE_PATH again, so that an experiment file can be anywhere
  Module._initPaths();
  require('@alignclip/launchers/typescript');
  require(main);
} else {
  runWorker(main, process.argv.slice(2));
}
