import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Fills a temporary folder next to `folder` and renames it when `fill` has succeeded; a failure leaves nothing behind.
 * @param {string} folder
 * @param {(temporary: string) => Promise<string | void>} fill resolves to the folder to keep, by default the given one
 */
export async function fillFolder(folder, fill) {
  mkdirSync(dirname(folder), { recursive: true });
  const prefix = `.${basename(folder)}.`;
  for (const left of readdirSync(dirname(folder))) {
    if (left.startsWith(prefix)) rmSync(join(dirname(folder), left), { recursive: true, force: true });
  }
  const temporary = mkdtempSync(join(dirname(folder), prefix));
  try {
    const filled = (await fill(temporary)) ?? temporary;
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    renameSync(filled, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
