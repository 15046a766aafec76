import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import type { ImportGraph } from './import-graph';
import type { PackageContents } from './package-content';

/** What is installed of a package. */
interface Installed {
  readonly name: string;
  readonly version: string;
  /** The folder of its manifest. */
  readonly folder: string;
}

/**
 * Installed versions of the npm packages that these files import as values, and of their dependencies, by name; a package
 * that is installed twice has both versions. TensorFlow.js is left out: the machine chooses the backend, and provenance
 * names it separately.
 */
export const packageVersions = (files: readonly string[], graph: ImportGraph): Record<string, string> =>
  byName(installedPackages(files, graph), ({ version }) => version);

/** The same with a hash of each package's code in place of its version. */
export function packageHashes(
  files: readonly string[],
  graph: ImportGraph,
  contents: PackageContents,
): Record<string, string> {
  const hashes = byName(installedPackages(files, graph), ({ folder }) => contents.of(folder));
  contents.save();
  return hashes;
}

function byName(packages: readonly Installed[], value: (found: Installed) => string): Record<string, string> {
  const found = new Map<string, Set<string>>();
  for (const one of packages) found.set(one.name, (found.get(one.name) ?? new Set()).add(value(one)));
  return Object.fromEntries([...found].sort().map(([name, values]) => [name, [...values].sort().join(', ')]));
}

function installedPackages(files: readonly string[], graph: ImportGraph): Installed[] {
  const found: Installed[] = [];
  const seen = new Set<string>();
  const once = lookUps(graph);
  const imported = (file: string, specifier: string): readonly string[] => {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
    if (isBuiltin(specifier) || isOurs(name)) return [];
    return once(`${dirname(file)} ${name}`, () => manifestOf(name, dirname(file)) ?? []);
  };
  const waiting = files.flatMap((file) =>
    once(file, () => graph.packagesOf(file).flatMap((specifier) => imported(file, specifier))),
  );
  for (let manifest = waiting.pop(); manifest !== undefined; manifest = waiting.pop()) {
    if (seen.has(manifest)) continue;
    seen.add(manifest);
    const { name, version, dependencies = {} } = read(manifest);
    const folder = dirname(manifest);
    found.push({ name, version, folder });
    waiting.push(...once(manifest, () => manifestsOf(Object.keys(dependencies), realpathSync.native(folder))));
  }
  return found;
}

const manifestsOf = (names: readonly string[], from: string): string[] =>
  names.flatMap((name) => manifestOf(name, from) ?? []);

const known = new WeakMap<ImportGraph, Map<string, readonly string[]>>();

/** Finds each thing once for a graph, which sees one state of the disk. */
function lookUps(graph: ImportGraph): (what: string, find: () => string | readonly string[]) => readonly string[] {
  const found = known.get(graph) ?? new Map<string, readonly string[]>();
  known.set(graph, found);
  return (what, find) => {
    const manifests = found.get(what) ?? [find()].flat();
    found.set(what, manifests);
    return manifests;
  };
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
