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

/** The file of an allocator that keeps big buffers for the next op, or undefined. */
function findAllocator(folders = libraryFolders) {
  const files = folders.flatMap((folder) => allocators.map((name) => join(folder, name)));
  return files.find((file) => existsSync(file));
}

/**
 * The environment that a process which computes is started with: sources compiled once (launchers/bin/typescript.cjs), TensorFlow's notices
 * off, and a preloaded allocator where there is one. What the user has set stays.
 */
function workerEnvironment(environment = process.env, folders = libraryFolders) {
  const preload = environment.LD_PRELOAD || (process.platform === 'linux' ? findAllocator(folders) : undefined);
  const { NODE_PRESERVE_SYMLINKS: _, ...kept } = environment; // ts-node skips files whose path holds node_modules
  return {
    TF_CPP_MIN_LOG_LEVEL: '1',
    TCMALLOC_LARGE_ALLOC_REPORT_THRESHOLD: '1099511627776', // no notes about arrays of a gigabyte
    ...kept,
    ...(preload && { LD_PRELOAD: preload }),
    // An experiment file may lie anywhere: it finds `alignclip` here.
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
