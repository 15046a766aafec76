import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder with those above it, unless it is there. Throws the error of the system that says why it can't be
 * written: Node itself calls a read-only file system a missing folder.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') accessSync(existing(folder), constants.W_OK);
    throw error;
  }
  accessSync(folder, constants.W_OK);
}

const existing = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
