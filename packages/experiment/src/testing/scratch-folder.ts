import { projectRoot } from '@alignclip/backend';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A new folder for one spec file, removed afterwards. It is in the git-ignored `runs/` of the workspace, so that
 * experiment files in it find the packages.
 */
export function scratchFolder(name: string): { readonly path: string } {
  const scratch = { path: '' };
  beforeAll(() => {
    const runs = join(projectRoot, 'runs');
    mkdirSync(runs, { recursive: true });
    scratch.path = mkdtempSync(join(runs, `.spec-${name}-`));
  });
  afterAll(() => rmSync(scratch.path, { recursive: true, force: true }));
  return scratch;
}
