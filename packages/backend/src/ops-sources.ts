import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * SHA-256 of the names and contents of the C++ of our operations, as the set-up computes it (native/build-ops.mjs);
 * undefined where they are not at hand.
 */
export function hashOfOpsSources(folder = join(__dirname, '../ops')): string | undefined {
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder).filter((name) => /\.(cc|h)$/.test(name));
  const hash = createHash('sha256');
  for (const name of names.sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return names.length === 0 ? undefined : hash.digest('hex');
}
