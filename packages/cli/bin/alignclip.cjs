#!/usr/bin/env node
const Module = require('node:module');
const { join } = require('node:path');
const { workerEnvironment } = require('./worker-environment.cjs');

const main = join(__dirname, '../src/main.ts');
const [command = '--help'] = process.argv.slice(2);

/** What only reads runs in this process. All else computes, in a process with an environment made for that. */
const reading = ['runs', 'list', 'report', 'claims', 'help', '--help', '-h', '--version', '-V'];

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
  // @ts-ignore -- reads NODE_PATH again, so that an experiment file may lie anywhere
  Module._initPaths();
  require('@alignclip/launchers/typescript');
  require(main);
} else {
  require('./run-worker.cjs').runWorker(main, process.argv.slice(2));
}
