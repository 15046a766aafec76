import { cannotWrite, UserError } from '@alignclip/core';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes new files, all or none, then calls `last`. Throws UserError if one of them exists. */
export function writeAll(files: ReadonlyMap<string, string>, last = (): void => {}): void {
  const existing = [...files.keys()].filter((file) => existsSync(file));
  if (existing.length > 0) throw new UserError(`${existing.join(' and ')} already exists: nothing was written`);
  const written: string[] = [];
  try {
    for (const [file, text] of files) {
      written.push(file);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
    }
    last();
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    throw cannotWrite(written.at(-1)!, error);
  }
}
