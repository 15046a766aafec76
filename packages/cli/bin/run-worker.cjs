const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { constants } = require('node:os');
const { delimiter, join, resolve, sep } = require('node:path');

const [project, ...below] = __dirname.split(`${sep}node_modules${sep}`);

/** Whether npm has installed this package in a project; otherwise it is part of a clone of the repository. */
const isInstalled = below.length > 0;
const root = isInstalled ? /** @type {string} */ (project) : resolve(__dirname, '../../..');
const allocators = ['libtcmalloc_minimal.so.4', 'libtcmalloc.so.4'];
const libraryFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
  '/opt/conda/lib',
];

/** The file of an allocator that keeps large buffers for the next op; undefined if none is installed. */
function findAllocator(folders = libraryFolders) {
  const files = folders.flatMap((folder) => allocators.map((name) => join(folder, name)));
  return files.find((file) => existsSync(file));
}

/**
 * The environment of a process that computes: TensorFlow's notices off, and a preloaded allocator if there is one. Values
 * set by the user stay.
 */
function workerEnvironment(environment = process.env, folders = libraryFolders) {
  const preload = environment.LD_PRELOAD || (process.platform === 'linux' ? findAllocator(folders) : undefined);
  const { NODE_PRESERVE_SYMLINKS: _, ...kept } = environment; // ts-node skips files with node_modules in their path
  return {
    TF_CPP_MIN_LOG_LEVEL: '1',
    TCMALLOC_LARGE_ALLOC_REPORT_THRESHOLD: '1099511627776', // no messages about large arrays
    ...kept,
    ...(preload && { LD_PRELOAD: preload }),
    // An experiment file can be anywhere: it finds `alignclip` here.
    NODE_PATH: [environment.NODE_PATH, join(root, 'node_modules')].filter(Boolean).join(delimiter),
    ALIGNCLIP_WORKER: '1',
  };
}

/** Node's own options for a program of this repository in TypeScript. Throws when node_modules is missing. */
function workerOptions() {
  return ['-r', require.resolve('@alignclip/launchers/typescript')];
}

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

module.exports = { findAllocator, isInstalled, runWorker, workerEnvironment, workerOptions };
