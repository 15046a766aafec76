import { UserError } from 'alignclip';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * A folder of one's own data, named by an environment variable; gives the paths of its files. Throws UserError that names
 * the variable where it is not set, or the file that is not there.
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
