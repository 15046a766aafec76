import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import type { ImportGraph } from './import-graph';

/**
 * Installed versions of the npm packages that these files import as values, and of their dependencies, by name; a package
 * that is installed twice has both versions. TensorFlow.js is left out: the machine chooses the backend, and provenance
 * names it separately.
 */
export function packageVersions(files: readonly string[], graph: ImportGraph): Record<string, string> {
  const found = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const waiting = files.flatMap((file) => importsFrom(file, graph.packagesOf(file), seen));
  for (let manifest = waiting.pop(); manifest !== undefined; manifest = waiting.pop()) {
    if (seen.has(manifest)) continue;
    seen.add(manifest);
    const { name, version, dependencies = {} } = read(manifest);
    found.set(name, (found.get(name) ?? new Set()).add(version));
    waiting.push(...Object.keys(dependencies).flatMap((needed) => manifestOf(needed, dirname(manifest)) ?? []));
  }
  return Object.fromEntries([...found].sort().map(([name, versions]) => [name, [...versions].sort().join(', ')]));
}

/** Manifests of the npm packages that the file imports; each package of each folder is looked up once. */
function importsFrom(file: string, specifiers: readonly string[], seen: Set<string>): string[] {
  return specifiers.flatMap((specifier) => {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
    const request = `${dirname(file)} ${name}`;
    if (isBuiltin(specifier) || isOurs(name) || seen.has(request)) return [];
    seen.add(request);
    return manifestOf(name, dirname(file)) ?? [];
  });
}

const isOurs = (name: string): boolean => name === 'alignclip' || /^@(alignclip|tensorflow)\//.test(name);

/** Searches as Node does: in `node_modules` of the folder and of every folder above it. */
function manifestOf(name: string, from: string): string | undefined {
  if (isOurs(name)) return undefined;
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'node_modules', name, 'package.json');
    if (existsSync(manifest)) return manifest;
    if (folder === dirname(folder)) return undefined;
  }
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifests = new Map<string, Manifest>();

function read(path: string): Manifest {
  const manifest = manifests.get(path) ?? (JSON.parse(readFileSync(path, 'utf8')) as Manifest);
  manifests.set(path, manifest);
  return manifest;
}
