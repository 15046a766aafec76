import { cacheFolder } from '@alignclip/backend';
import { contentHash, sha256 } from '@alignclip/core';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { ourFile } from './our-sources';

/**
 * Hashes of the code in npm packages' folders, so that one that is linked, or was edited under its version, counts by
 * content. A hash is remembered in the cache by sizes and time stamps of the files: unchanged packages are not read again.
 */
export class PackageContents {
  private readonly known = new Map<string, string>();
  private readonly entry: string;
  private readonly remembered: Map<string, readonly [stamp: string, hash: string]>;
  private isNew = false;

  /** `root`: whose packages these are; each has a cache file of its own. */
  constructor(root: string) {
    this.entry = cacheFolder('hashes', `packages-${sha256(root).slice(0, 24)}.json`);
    this.remembered = read(this.entry);
  }

  /** Hash of the package's code: relative paths and contents, without its own dependencies. */
  of(folder: string): string {
    const known = this.known.get(folder) ?? this.find(realpathSync.native(folder));
    this.known.set(folder, known);
    return known;
  }

  /** Remembers what was read; a cache that can't be written costs time only. */
  save(): void {
    if (!this.isNew) return;
    this.isNew = false;
    try {
      const content = Object.fromEntries(this.remembered);
      mkdirSync(cacheFolder('hashes'), { recursive: true });
      const temporary = `${this.entry}.${process.pid}.tmp`;
      writeFileSync(temporary, JSON.stringify({ content, checksum: contentHash(content) }));
      renameSync(temporary, this.entry);
    } catch {
      // read again next time
    }
  }

  private find(folder: string): string {
    const files = codeOf(folder, folder.includes(`${sep}node_modules${sep}`) ? installedCode : linkedCode);
    const stamp = contentHash(files.map((file) => stampOf(join(folder, file))));
    const remembered = this.remembered.get(folder);
    if (remembered?.[0] === stamp) return remembered[1];
    const hash = contentHash(
      files.map((file) => [file.split(sep).join('/'), sha256(readFileSync(join(folder, file)))]),
    );
    this.remembered.set(folder, [stamp, hash]);
    this.isNew = true;
    return hash;
  }
}

const installedCode = /\.([cm]?js|json|node|wasm)$/;
/** Node strips types outside node_modules only. */
const linkedCode = /\.([cm]?[jt]sx?|json|node|wasm)$/;

/** In a linked project: its packages, and the records of its runs. */
const leftOut = ['node_modules', 'runs'];

/** Relative paths of the code below a folder, in order; hidden files are left out, links not followed. */
function codeOf(folder: string, pattern: RegExp, below = ''): string[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  return entries
    .filter(({ name }) => !leftOut.includes(name) && !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) return codeOf(folder, pattern, path);
      return entry.isFile() && pattern.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
    });
}

function stampOf(path: string): string {
  const { size, ino, mtimeMs, ctimeMs } = lstatSync(path);
  return `${path} ${size} ${ino} ${mtimeMs} ${ctimeMs}`;
}

function read(entry: string): Map<string, readonly [string, string]> {
  try {
    const { content, checksum } = JSON.parse(readFileSync(entry, 'utf8')) as {
      content: Record<string, readonly [string, string]>;
      checksum: string;
    };
    return new Map(checksum === contentHash(content) ? Object.entries(content) : []);
  } catch {
    return new Map(); // not there yet, or cut
  }
}

const operations = ourFile('backend', 'ops');

/** The C++ sources of the add-on with the operations. */
export const operationSources = (): string[] =>
  readdirSync(operations)
    .filter((name) => /\.(cc|h)$/.test(name))
    .map((name) => join(operations, name));

/** Those of the operations that this code names and of what is no operation, with all that they include, in order. */
export function operationsOf(code: string): string[] {
  const files = new Set<string>();
  const waiting = operationSources().filter((file) => file.endsWith('.cc') && isNamed(file, code));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    waiting.push(...found(file, /#include "([^"]+)"/g).map((name) => join(operations, name)));
  }
  return [...files].filter((file) => existsSync(file)).sort();
}

function isNamed(file: string, code: string): boolean {
  const names = found(file, /REGISTER_OP\("(\w+)"\)/g);
  return names.length === 0 || names.some((name) => code.includes(name));
}

const found = (file: string, pattern: RegExp): string[] =>
  existsSync(file) ? Array.from(readFileSync(file, 'utf8').matchAll(pattern), ([, name]) => name!) : [];
