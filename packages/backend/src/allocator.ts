import { readFileSync } from 'node:fs';

const allocators = ['tcmalloc', 'jemalloc', 'mimalloc'];

/** The memory allocator of this process: the name of a preloaded one, else `default`. */
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
