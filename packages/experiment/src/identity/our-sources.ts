import { ourPackages } from '@alignclip/backend';
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const packages = ourPackages();

/** The path of a file of alignclip's packages: `ourFile('losses', 'src/clip.ts')`. */
export function ourFile(name: string, path: string): string {
  const found = packages.find((one) => one.name === name);
  if (found === undefined) throw new Error(`alignclip has no package "${name}"`);
  return join(found.folder, path);
}

/** The folders with the sources of alignclip's packages; `create-alignclip` has none. */
export const sourceFolders = (): string[] => packages.map(({ folder }) => join(folder, 'src')).filter(existsSync);

/** Whether a file is the user's: in none of alignclip's packages. */
export const isOwn = (file: string): boolean => packageOf(file) === undefined;

/** The name that a file of alignclip's packages has in the repository, wherever the package is installed. */
export function nameInRepository(file: string): string {
  const found = packageOf(file);
  if (found === undefined) throw new Error(`${file}: not in alignclip's packages`);
  return ['packages', found.name, ...relative(found.folder, file).split(sep)].join('/');
}

const packageOf = (file: string) => packages.find(({ folder }) => file.startsWith(folder + sep));

/** The source file of each entry of each package, by its import name; names that begin with others come first. */
export function sourcesOfEntries(): Record<string, string> {
  const entries = packages.flatMap(({ folder, manifest: { name, exports = {} } }) =>
    Object.entries(exports)
      .filter(([entry]) => !entry.includes('*'))
      .map(([entry, target]): [string, string] => {
        const source = typeof target === 'string' ? target : target['@alignclip/source']!;
        return [`${name}${entry.slice(1)}`, join(folder, source)];
      }),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => b.length - a.length));
}
