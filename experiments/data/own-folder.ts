import { UserError } from 'alignclip';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The user's own data folder, named by an environment variable; returns the paths of its files. Throws UserError naming
 * the variable if it is not set, or the file that is missing.
 */
export function ownFolder(variable: string, what: string) {
  const folder = process.env[variable];
  if (!folder) throw new UserError(`${variable} is not set: it names the folder of ${what}`);
  return (...names: readonly string[]): string => {
    const found = names.map((name) => join(resolve(folder), name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    throw new UserError(`${variable} = "${folder}": ${names.join(' or ')} of ${what} is not there`);
  };
}
