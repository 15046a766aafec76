import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A new folder `alignclip-<name>-…` among the system's temporary ones; removed after the tests of the file. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `alignclip-${name}-`));
  made.push(folder);
  return folder;
}

/** Programs that specs start have no tests. */
if (typeof afterAll === 'function')
  afterAll(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
