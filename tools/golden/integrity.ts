import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import type { GoldenEntry } from './compare';

/** What is wrong with a file of the folder before anything reads it: missing, another size, other bytes. */
export async function integrityProblem(folder: string, name: string, entry: GoldenEntry): Promise<string | undefined> {
  if (name !== posix.normalize(name) || /^(\.\.)?\/|^\.\.$/.test(name)) return `${name}: not a path inside the folder`;
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return `${name}: named in the manifest, not in the folder`;
  if (found.size !== entry.bytes) return `${name}: ${found.size} bytes, ${entry.bytes} in the manifest`;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const digest = hash.digest('hex');
  return digest === entry.sha256 ? undefined : `${name}: sha256 ${digest}, ${entry.sha256} in the manifest`;
}

/** Files of the folder that the manifest doesn't name. */
export async function unnamedFiles(folder: string, names: ReadonlySet<string>): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((name) => name !== 'manifest.json' && !names.has(name))
    .sort();
}
