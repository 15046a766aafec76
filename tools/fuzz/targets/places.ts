import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(__dirname, '../../..');

/** A file of the repository. */
export const stored = (path: string): Buffer => readFileSync(join(root, path));

/** A file that the original tools for such data made. */
export const fixture = (name: string): Buffer => stored(`packages/datasets/fixtures/${name}`);
