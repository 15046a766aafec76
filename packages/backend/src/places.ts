import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';

const [project, ...below] = __dirname.split(`${sep}node_modules${sep}`);

/** Whether npm has installed alignclip in a project; otherwise this is a clone of the repository. */
export const isInstalled = below.length > 0;

/** The project in whose node_modules alignclip is, or the clone. */
export const projectRoot = isInstalled ? project! : resolve(__dirname, '../../..');

/** What a user types to run the set-up, with options such as `--mpnet`. */
export function setUpCommand(...options: readonly string[]): string {
  if (isInstalled) return ['npx alignclip setup', ...options].join(' ');
  return options.length > 0 ? `npm run setup -- ${options.join(' ')}` : 'npm run setup';
}

/** A package of alignclip: its name without scope, and where it lies. */
export interface OurPackage {
  readonly name: string;
  readonly folder: string;
  readonly manifest: OurManifest;
}

interface OurManifest {
  readonly name: string;
  readonly version: string;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

let known: readonly OurPackage[] | undefined;

/** The packages of alignclip: those of the clone, or `alignclip` and what it depends on, wherever npm has put it. */
export const ourPackages = (): readonly OurPackage[] =>
  (known ??= isInstalled ? installedPackages(join(projectRoot, 'package.json')) : clonedPackages());

const packageAt = (folder: string): OurPackage => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as OurManifest;
  return { name: manifest.name.replace(/^@alignclip\//, ''), folder, manifest };
};

function clonedPackages(): OurPackage[] {
  const folder = join(projectRoot, 'packages');
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'package.json')))
    .map(packageAt);
}

function installedPackages(from: string): OurPackage[] {
  const found = new Map<string, OurPackage>();
  const waiting = [{ from, name: 'alignclip' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const one = packageAt(dirname(createRequire(next.from).resolve(`${next.name}/package.json`)));
    if (found.has(one.name)) continue;
    found.set(one.name, one);
    const names = Object.keys(one.manifest.dependencies ?? {}).filter((name) => name.startsWith('@alignclip/'));
    waiting.push(...names.map((name) => ({ from: join(one.folder, 'package.json'), name })));
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
