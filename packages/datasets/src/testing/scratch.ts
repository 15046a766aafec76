import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder for the files of one spec, which goes when its tests are over. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-data-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (...names: string[]) => join(folder, ...names);
  return {
    folder,
    path,
    write: (name: string, content: string | Uint8Array): string => {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}
