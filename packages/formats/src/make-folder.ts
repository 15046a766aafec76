import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder with those above it, unless it is there. Throws the error of the system that says why it can't be
 * written. Node's own `recursive` calls a read-only file system a missing folder, and never ends below /proc.
 */
export function makeFolder(folder: string): void {
  makeMissing(folder);
  accessSync(folder, constants.W_OK);
}

function makeMissing(folder: string): void {
  if (!existsSync(dirname(folder))) makeMissing(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
