import { cannotWrite, UserError } from '@alignclip/core';
import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes new files and their folders, all or none, then calls `last`. Throws UserError if one of them exists. */
export function writeAll(files: ReadonlyMap<string, string>, last = (): void => {}): void {
  const existing = [...files.keys()].filter((file) => existsSync(file));
  if (existing.length > 0) throw new UserError(`${existing.join(' and ')} already exists: nothing was written`);
  const written: string[] = [];
  const folders = [...files.keys()].flatMap(newFolders);
  try {
    for (const [file, text] of files) {
      written.push(file);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
    }
    last();
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    for (const folder of [...new Set(folders)].sort().reverse()) removeEmpty(folder);
    throw cannotWrite(written.at(-1)!, error);
  }
}

/** The folders above a file that don't exist yet. */
function newFolders(file: string): string[] {
  const folder = dirname(file);
  return existsSync(folder) ? [] : [...newFolders(folder), folder];
}

/** Removes a folder that was made, unless something else lies in it by now. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // not made yet, or no longer ours alone
  }
}
