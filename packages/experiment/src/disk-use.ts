import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of a file, or of all files below a folder; links are not followed. 0 where nothing is. */
export function diskUse(path: string): number {
  if (!existsSync(path)) return 0;
  const entry = lstatSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, name) => sum + diskUse(join(path, name)), 0);
}
