import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { readManifest, type GoldenEntry } from './compare';
import { goldenChecks, type GoldenCheck } from './registry';
import type { GoldenReport } from './report';

/** A check's report and every file of the manifest that it answers for. */
export interface GoldenResult extends GoldenReport {
  readonly files: readonly string[];
}

/** Runs every check of a golden folder in the order of the registry; corrupt and unknown files come as failures. */
export async function* runGolden(folder: string, checks = goldenChecks): AsyncGenerator<GoldenResult> {
  const manifest = await readManifest(folder);
  const names = Object.keys(manifest.files);
  for (const check of checks) {
    const files = names.filter((name) => check.files.test(name));
    if (files.length === 0) continue;
    const entries = files.map((name) => integrityProblem(folder, name, manifest.files[name]!));
    const corrupt = (await Promise.all(entries)).filter((problem) => problem !== undefined);
    yield corrupt.length > 0 ? failed(files, corrupt) : { ...(await attempt(check, folder, files)), files };
  }
  const unknown = names.filter((name) => !checks.some(({ files }) => files.test(name)));
  for (const name of unknown) yield failed([name], [`${name}: no check reads this file`]);
  const unnamed = await unnamedFiles(folder, new Set(names));
  for (const name of unnamed) yield failed([name], [`${name}: in the folder, not in the manifest`]);
}

async function attempt(check: GoldenCheck, folder: string, files: readonly string[]): Promise<GoldenReport> {
  try {
    return await check.run(folder);
  } catch (error) {
    return failed(files, [error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  }
}

const failed = (files: readonly string[], failures: string[]): GoldenResult => ({
  file: files.join(', '),
  files,
  checks: 0,
  failures,
  worst: Infinity,
});

/** What is wrong with a file of the folder before anything reads it: missing, another size, other bytes. */
async function integrityProblem(folder: string, name: string, entry: GoldenEntry): Promise<string | undefined> {
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

/** Files of the folder that the manifest doesn't name, but for a README. */
async function unnamedFiles(folder: string, names: ReadonlySet<string>): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((name) => !['manifest.json', 'README.md'].includes(name) && !names.has(name))
    .sort();
}
