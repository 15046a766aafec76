import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Removes what a killed `writeFileAtomic` left of `path`: its temporary files, never the file itself. For those who know
 * that nobody is writing it now.
 */
export function removeHalfWritten(path: string): void {
  const beginning = `.${basename(path)}.`;
  if (!existsSync(dirname(path))) return;
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(beginning) && name.endsWith('.tmp')) rmSync(join(dirname(path), name), { force: true });
  }
}
