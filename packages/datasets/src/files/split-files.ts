import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messageOf, UserError } from '@alignclip/core';
import { expand } from 'brace-expansion';
import { z } from 'zod';

const patterns = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** A file, several, or those of each split; names may have braces (`{0000..0041}`, `{a,b}`) and, after the last `/`, `*`. */
export const filesOption = z.union([patterns, z.record(z.string().min(1), patterns)]);

export type FilesOption = z.output<typeof filesOption>;

const maxFiles = 100_000;

/**
 * The files of each split, in order; files without a split belong to `alone`. Throws UserError where a pattern matches no
 * file or a file is named twice.
 */
export function filesBySplit(files: FilesOption, alone = 'train'): ReadonlyMap<string, readonly string[]> {
  const bySplit = typeof files === 'string' || Array.isArray(files) ? { [alone]: files } : files;
  return new Map(Object.entries(bySplit).map(([split, given]) => [split, expandFiles([given].flat())]));
}

function expandFiles(given: readonly string[]): string[] {
  const files = given.flatMap(expandPattern);
  const twice = files.find((file, i) => files.indexOf(file) !== i);
  if (twice !== undefined) throw new UserError(`option "files" names ${twice} twice`);
  return files;
}

function expandPattern(pattern: string): string[] {
  const files = pattern.includes('{') ? expand(pattern, { max: maxFiles + 1 }) : [pattern];
  if (files.length > maxFiles) throw new UserError(`"${pattern}" names more than ${maxFiles} files`);
  return files.flatMap((file) => (basename(file).includes('*') ? matching(file) : [file]));
}

function matching(pattern: string): string[] {
  const folder = dirname(pattern);
  const escaped = basename(pattern).replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  const name = new RegExp(`^${escaped.replaceAll('*', '.*')}$`, 's');
  const found = namesIn(folder).filter((file) => name.test(file) && !file.startsWith('.'));
  if (found.length === 0) throw new UserError(`"${pattern}" matches no file`);
  return found.sort().map((file) => join(folder, file));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new UserError(`cannot read the folder "${folder}": ${messageOf(error)}`);
  }
}
