import { isInstalled, projectRoot } from '@alignclip/backend';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { studyTools } from './study';

/** An entry of a package-lock.json. */
interface Entry {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** The entries of a package-lock.json, by path. */
export type Lock = Readonly<Record<string, Entry>>;

/** The lock of this release: of the clone, or what its build has kept of it. */
function releaseLock(): Lock {
  const file = isInstalled ? join(__dirname, '../release-lock.json') : join(projectRoot, 'package-lock.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly packages: Lock }).packages;
}

/**
 * What a study has of the release's lock: the npm packages below alignclip's and the study's tools, at the versions with
 * which the release was tested, so that keys are those of the clone. npm adds alignclip's own packages.
 */
export function studyLock(lock: Lock): Lock {
  const seen = new Set<string>();
  const waiting = Object.keys(lock).filter((path) => path.startsWith('packages/') && !path.includes('node_modules/'));
  waiting.push(...Object.keys(studyTools).map((name) => `node_modules/${name}`));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { dependencies, optionalDependencies, peerDependencies } = lock[path]!;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const found = installed(lock, path, name);
      if (found !== undefined) waiting.push(found);
    }
  }
  const kept = [...seen].filter((path) => path.includes('node_modules/')).sort();
  return Object.fromEntries(kept.map((path) => [inStudy(path), withoutFlags(lock[path]!)]));
}

/** Where Node finds a package from another one's folder; where it is a link, what is linked. */
function installed(lock: Lock, from: string, name: string): string | undefined {
  for (let at = from; ; at = parentOf(at)) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    const entry = lock[path];
    if (entry !== undefined) return entry.link === true ? entry.resolved : path;
    if (at === '') return undefined;
  }
}

/** The folder around the last `node_modules` of a path; of a package of ours the root. */
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')));

const inStudy = (path: string): string =>
  path.replace(
    /^packages\/([^/]+)\//,
    (_, name: string) => `node_modules/${name === 'alignclip' ? '' : '@alignclip/'}${name}/`,
  );

/** npm finds anew for whom a package is. */
const withoutFlags = ({ dev: _dev, devOptional: _devOptional, peer: _peer, ...entry }: Entry): Entry => entry;

/** The package-lock.json of a study, with what one that is there has beside. */
export function lockText(name: string, existing: { readonly packages?: Lock } = {}): string {
  const packages = { ...existing.packages, ...studyLock(releaseLock()) };
  return `${JSON.stringify({ name, version: '0.0.0', lockfileVersion: 3, requires: true, ...existing, packages }, null, 2)}\n`;
}
