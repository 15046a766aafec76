import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Marks of cells that have begun and have no record. */
export const unfinished = (store: string): string[] => {
  const folder = join(store, 'started');
  return existsSync(folder) ? readdirSync(folder) : [];
};

/** Files that were half written when their writer was killed. */
export const leftovers = (store: string): string[] =>
  ['records', 'checkpoints'].flatMap((part) => {
    const folder = join(store, part);
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tmp')) : [];
  });
