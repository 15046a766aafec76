import { cacheFolder } from '@alignclip/backend';
import { contentHash, sha256 } from '@alignclip/core';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What a file imports: files that are followed, and npm packages as they are written. */
export interface FileImports {
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

/** The imports of files, by path. */
export type Imports = ReadonlyMap<string, FileImports>;

interface Question {
  /** The root of the workspace. */
  readonly root: string;
  readonly entries: readonly string[];
  /** What else decides the answer, such as the version of what reads them. */
  readonly reader: unknown;
}

/** A file that changed this recently may change again without another time stamp. */
const settledAfter = 2000;

/**
 * The imports that `read` finds, from the cache while no file, folder or manifest that it looked at has changed: a plan and
 * every process of a sweep ask for the same. A cache that can't be read or written costs time only.
 */
export function keptImports({ root, entries, reader }: Question, read: () => Imports): Imports {
  const file = cacheFolder('hashes', `imports-${contentHash([root, entries, reader]).slice(0, 24)}.json`);
  const kept = readKept(file);
  if (kept !== undefined) return kept;
  const started = Date.now();
  const imports = read();
  const { text: stamp, changed } = stampOf(imports);
  if (changed < started - settledAfter) write(file, { stamp, imports: [...imports] });
  return imports;
}

interface Content {
  readonly stamp: string;
  readonly imports: readonly (readonly [string, FileImports])[];
}

/** A checksum and a line with the content; undefined where that doesn't fit, or something has changed. */
function readKept(file: string): Imports | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    const end = text.indexOf('\n');
    const content = text.slice(end + 1);
    if (text.slice(0, end) !== sha256(content)) return undefined;
    const { stamp, imports } = JSON.parse(content) as Content;
    const kept = new Map(imports);
    return stamp === stampOf(kept).text ? kept : undefined;
  } catch {
    return undefined; // not there yet, or cut
  }
}

function write(file: string, content: Content): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const text = JSON.stringify(content);
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, `${sha256(text)}\n${text}`);
    renameSync(temporary, file);
  } catch {
    // found again next time
  }
}

/**
 * Hash of the state of what decides where imports lead, and when it last changed: the files, the folders in which another
 * file could be found in their place, and the manifests of these folders and of those above.
 */
function stampOf(imports: Imports): { readonly text: string; readonly changed: number } {
  const folders = new Set<string>();
  const manifests = new Set<string>();
  for (const path of imports.keys()) {
    folders.add(dirname(path));
    if (/^index\.\w+$/.test(basename(path))) folders.add(dirname(dirname(path)));
    for (let at = dirname(path); !manifests.has(join(at, 'package.json')); at = dirname(at))
      manifests.add(join(at, 'package.json'));
  }
  const looked = [...imports.keys(), ...folders, ...manifests];
  const states = looked.map((path) => statSync(path, { throwIfNoEntry: false }));
  const stamps = states.map((state) => state && `${state.size} ${state.ino} ${state.mtimeMs} ${state.ctimeMs}`);
  const changed = states.reduce((most, state) => Math.max(most, state?.mtimeMs ?? 0, state?.ctimeMs ?? 0), 0);
  return { text: sha256(JSON.stringify([looked, stamps])), changed };
}
