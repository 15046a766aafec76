import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const allocators = ['tcmalloc', 'jemalloc', 'mimalloc'];

/** The memory allocator of this process: the name of a preloaded one, or `default`. */
export function allocator(): string {
  const loaded = loadedLibraries();
  return allocators.find((name) => loaded.includes(`lib${name}`)) ?? 'default';
}

function loadedLibraries(): string {
  try {
    return readFileSync('/proc/self/maps', 'utf8');
  } catch {
    return process.env['LD_PRELOAD'] ?? '';
  }
}

/** The threads that one TensorFlow op uses: TF_NUM_INTRAOP_THREADS where it is set, otherwise one per core. */
export function tensorflowThreads(environment: NodeJS.ProcessEnv = process.env): number {
  const wanted = Number(environment['TF_NUM_INTRAOP_THREADS']);
  return Number.isInteger(wanted) && wanted > 0 ? wanted : availableParallelism();
}
