import { projectRoot } from '@alignclip/backend';
import { contentHash, messageOf, sha256, UserError } from '@alignclip/core';
import { buildSync, type BuildOptions, type Metafile, version } from 'esbuild';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { keptImports, type FileImports, type Imports } from './kept-imports';
import { isOwn, nameInRepository, sourcesOfEntries } from './our-sources';

process.env['ESBUILD_WORKER_THREADS'] ??= '0'; // for a single call a process costs less than a thread that keeps one

/**
 * Which file imports which, as esbuild resolves it: files of alignclip and of the user's own project are followed,
 * npm packages are named. Type imports don't affect a result and are left out.
 */
export class ImportGraph {
  private readonly imports: Imports;

  /** Reads the files that `entries` import, or what is kept of that. Throws UserError if an import can't be resolved. */
  constructor(entries: readonly string[]) {
    const sorted = [...new Set(entries)].sort();
    const alias = sourcesOfEntries();
    const question = { root: projectRoot, entries: sorted, reader: [version, alias] };
    this.imports = sorted.length === 0 ? new Map() : keptImports(question, () => importsOf(sorted, alias));
  }

  /** The files themselves and every file that they import, directly or not; all must be reachable from the graph's entries. */
  closure(entries: readonly string[]): Set<string> {
    const files = new Set<string>();
    const waiting = [...entries];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (files.has(file)) continue;
      files.add(file);
      waiting.push(...this.of(file).files);
    }
    return files;
  }

  /**
   * Hash of the user's own files that `entry` leads to, by their contents and by which imports which, not by where they
   * lie; of files of alignclip only their names in the repository count.
   */
  structure(entry: string): string {
    const numbers = new Map<string, number>();
    const nodes: unknown[] = [];
    const visit = (file: string): string | number => {
      if (!isOwn(file)) return nameInRepository(file);
      const known = numbers.get(file);
      if (known !== undefined) return known;
      const number = numbers.size;
      numbers.set(file, number);
      nodes[number] = [sha256(readFileSync(file)), this.of(file).files.map(visit)];
      return number;
    };
    visit(entry);
    return contentHash(nodes);
  }

  /** The npm packages that a file imports, as written in it. */
  packagesOf(file: string): string[] {
    return [...this.of(file).packages];
  }

  private of(file: string): FileImports {
    return this.imports.get(file) ?? none;
  }
}

const none: FileImports = { files: [], packages: [] };

function importsOf(entries: readonly string[], alias: Record<string, string>): Imports {
  const { '<stdin>': _, ...inputs } = bundled(entries, alias).metafile.inputs;
  return new Map(Object.entries(inputs).map(([path, { imports }]) => [resolve('/', path), split(imports)]));
}

const split = (imports: Metafile['inputs'][string]['imports']): FileImports => ({
  files: imports.filter(({ external }) => external !== true).map(({ path }) => resolve('/', path)),
  packages: imports.filter(({ external }) => external === true).map(({ path }) => path),
});

/** What can run of files that are imported. */
export interface RunningCode {
  /** One module, npm packages by their names. */
  readonly code: string;
  /** Those that have a part in it. */
  readonly files: readonly string[];
}

/** The code of these files and of all that they import, without what nothing reaches, types, comments and layout. */
export function runningCode(entries: readonly string[]): RunningCode {
  const { outputFiles, metafile } = bundled(entries, sourcesOfEntries(), {
    minifyWhitespace: true,
    legalComments: 'none',
  });
  const { inputs } = Object.values(metafile.outputs)[0]!;
  const files = Object.keys(inputs).filter((name) => name !== '<stdin>' && inputs[name]!.bytesInOutput > 0);
  return { code: outputFiles[0]!.text, files: files.map((name) => resolve('/', name)) };
}

function bundled(
  entries: readonly string[],
  alias: Record<string, string>,
  layout: Pick<BuildOptions, 'minifyWhitespace' | 'legalComments'> = {},
) {
  try {
    return buildSync({
      ...layout,
      stdin: { contents: entries.map(importing).join('\n'), resolveDir: '/' },
      bundle: true,
      format: 'esm',
      write: false,
      metafile: true,
      outdir: '/out',
      absWorkingDir: '/',
      platform: 'node',
      alias,
      packages: 'external',
      tsconfigRaw: {},
      logLevel: 'silent',
    });
  } catch (error) {
    throw new UserError(`the imports of the experiment can't be followed: ${messageOf(error)}`);
  }
}

/** All entries are imported by one file: as entries of their own, each would be bundled with all that it imports. */
const importing = (entry: string, i: number): string => `export * as entry${i} from ${JSON.stringify(entry)};`;
