import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Fills a temporary folder beside `folder` and renames it there when `fill` has succeeded; a failure leaves nothing behind. */
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
