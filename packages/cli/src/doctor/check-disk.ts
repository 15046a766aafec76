import { cacheFolder } from '@alignclip/backend';
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Check, ok, problem, warning } from './check';

const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)));

/** Free disk of a folder, or of the nearest one above it that exists. */
export function freeGigabytes(folder: string): number {
  const { bavail, bsize } = statfsSync(existing(folder));
  return (bavail * bsize) / 1e9;
}

/** Whether records and checkpoints (working folder) and downloads (cache) have room. */
export function checkDisk(free: (folder: string) => number = freeGigabytes): Check[] {
  return [
    room('disk for runs', process.cwd(), free, { little: 5, none: 0.5 }),
    room('disk for the cache', cacheFolder(), free, { little: 2, none: 0.1 }),
  ];
}

function room(
  name: string,
  folder: string,
  free: (folder: string) => number,
  { little, none }: { little: number; none: number },
): Check {
  const gigabytes = free(folder);
  const detail = `${gigabytes.toFixed(1)} GB free in ${folder}`;
  const remedy = name.includes('cache') ? 'free some, or move the cache with ALIGNCLIP_CACHE' : 'free some';
  if (gigabytes < none) return problem(name, detail, remedy);
  return gigabytes < little ? warning(name, detail, remedy) : ok(name, detail);
}
