const { existsSync } = require('node:fs');
const { delimiter, join, resolve } = require('node:path');

const root = resolve(__dirname, '../../..');
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
    TS_NODE_PROJECT: join(root, 'tsconfig.json'),
    ALIGNCLIP_WORKER: '1',
  };
}

/** Node's own options for a program of this repository in TypeScript. Throws when node_modules is missing. */
function workerOptions() {
  return ['-r', require.resolve('@alignclip/launchers/typescript')];
}

module.exports = { findAllocator, workerEnvironment, workerOptions };
