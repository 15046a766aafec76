import { contentHash, messageOf, sha256, UserError } from '@alignclip/core';
import { buildSync, type Metafile } from 'esbuild';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/** The root of the workspace. */
export const workspaceRoot = resolve(__dirname, '../../../..');

/** Whether a file is the user's: in none of the workspace's packages. */
export const isOwn = (file: string): boolean => !file.startsWith(join(workspaceRoot, 'packages') + sep);

/**
 * Which file imports which, as esbuild resolves it: files of the workspace and of the user's own project are followed,
 * npm packages are named. Type imports don't affect a result and are left out.
 */
export class ImportGraph {
  private readonly inputs: Metafile['inputs'];

  /** Reads the files that `entries` import, once per state of these files. Throws UserError if an import can't be resolved. */
  constructor(entries: readonly string[]) {
    const key = [...new Set(entries)].sort().join('\n');
    const known = remembered.get(key);
    const reads = known?.stamp === stampOf(known?.inputs) ? known : undefined;
    this.inputs = reads?.inputs ?? inputsOf(key === '' ? [] : key.split('\n'));
    if (reads === undefined) remembered.set(key, { inputs: this.inputs, stamp: stampOf(this.inputs) });
  }

  /** The files themselves and every file that they import, directly or not; all must be reachable from the graph's entries. */
  closure(entries: readonly string[]): Set<string> {
    const files = new Set<string>();
    const waiting = [...entries];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (files.has(file)) continue;
      files.add(file);
      waiting.push(...this.importsOf(file, false).map((path) => resolve('/', path)));
    }
    return files;
  }

  /**
   * Hash of the user's own files that `entry` leads to, by their contents and by which imports which, not by where they
   * lie; of files in the workspace's packages only their paths in it count.
   */
  structure(entry: string): string {
    const numbers = new Map<string, number>();
    const nodes: unknown[] = [];
    const visit = (file: string): string | number => {
      if (!isOwn(file)) return relative(workspaceRoot, file);
      const known = numbers.get(file);
      if (known !== undefined) return known;
      const number = numbers.size;
      numbers.set(file, number);
      nodes[number] = [
        sha256(readFileSync(file)),
        this.importsOf(file, false).map((path) => visit(resolve('/', path))),
      ];
      return number;
    };
    visit(entry);
    return contentHash(nodes);
  }

  /** The npm packages that a file imports, as written in it. */
  packagesOf(file: string): string[] {
    return this.importsOf(file, true);
  }

  private importsOf(file: string, external: boolean): string[] {
    const { imports = [] } = this.inputs[file.slice(1)] ?? {};
    return imports.filter((one) => (one.external ?? false) === external).map(({ path }) => path);
  }
}

/** Graphs by their entries, with the modification times of their files. */
const remembered = new Map<string, { readonly inputs: Metafile['inputs']; readonly stamp: string }>();

const stampOf = (inputs: Metafile['inputs'] = {}): string =>
  Object.keys(inputs)
    .map((path) => statSync(`/${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .join();

function inputsOf(entryPoints: string[]): Metafile['inputs'] {
  if (entryPoints.length === 0) return {};
  try {
    const { metafile } = buildSync({
      stdin: { contents: entryPoints.map(importing).join('\n'), resolveDir: '/' },
      bundle: true,
      write: false,
      metafile: true,
      outdir: '/out',
      absWorkingDir: '/',
      platform: 'node',
      alias: workspacePackages(),
      packages: 'external',
      tsconfigRaw: {},
      logLevel: 'silent',
    });
    const { '<stdin>': _, ...inputs } = metafile.inputs;
    return inputs;
  } catch (error) {
    throw new UserError(`the imports of the experiment can't be followed: ${messageOf(error)}`);
  }
}

/** All entries are imported by one file: as entries of their own, each would be bundled with all that it imports. */
const importing = (entry: string, i: number): string => `export * as entry${i} from ${JSON.stringify(entry)};`;

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** The source file of each entry of each workspace package, by its import name. */
function workspacePackages(): Record<string, string> {
  const folder = join(workspaceRoot, 'packages');
  const entries = readdirSync(folder).flatMap((name) => {
    const manifest = join(folder, name, 'package.json');
    return existsSync(manifest)
      ? entriesOf(join(folder, name), JSON.parse(readFileSync(manifest, 'utf8')) as Manifest)
      : [];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => b.length - a.length)); // the longest name that matches
}

const entriesOf = (folder: string, { name, exports = {} }: Manifest): [string, string][] =>
  Object.entries(exports).map(([entry, target]) => {
    const source = typeof target === 'string' ? target : target['@alignclip/source']!;
    return [`${name}${entry.slice(1)}`, join(folder, source)];
  });
