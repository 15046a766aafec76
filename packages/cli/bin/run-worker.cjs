const { spawn } = require('node:child_process');
const { constants } = require('node:os');
const { join } = require('node:path');
const { workerEnvironment, workerOptions } = require('./worker-environment.cjs');

/**
 * Runs a TypeScript program in a process with the worker's environment, and exits with its exit code.
 *
 * Without a terminal the worker has its own process group and every signal is passed on; in a terminal both get Ctrl-C.
 * The worker ends when this process is killed (worker-lifeline.cjs).
 * @param {string} program
 * @param {readonly string[]} args
 */
function runWorker(program, args) {
  const child = spawn(
    process.execPath,
    [...workerOptions(), '-r', join(__dirname, 'worker-lifeline.cjs'), program, ...args],
    {
      env: workerEnvironment(),
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      detached: !process.stdin.isTTY,
    },
  );
  passSignals(child);
  child.on('error', (error) => {
    console.error(`alignclip: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
}

/** @param {import('node:child_process').ChildProcess} child */
function passSignals(child) {
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => {
      if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name);
    });
  }
}

module.exports = { runWorker };
