import { projectRoot } from '@alignclip/backend';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ImportGraph } from './import-graph';
import { scratchFolder } from '../testing/scratch-folder';

const scratch = scratchFolder('closure');
const written = (name: string, source: string): string => {
  const file = join(scratch.path, name);
  writeFileSync(file, source);
  return file;
};
const importClosure = (file: string) => new ImportGraph([file]).closure([file]);
const closureOf = (file: string) => [...importClosure(file)].map((path) => relative(scratch.path, path)).sort();

describe('ImportGraph', () => {
  beforeAll(() => mkdirSync(join(scratch.path, 'folder')));

  it('follows imports and re-exports of values, of files, folders and JSON, round circles too', () => {
    written('leaf.ts', `import './circle'; export const leaf = 1;`);
    written('circle.ts', `export { leaf } from './leaf';`);
    written('folder/index.ts', `export * from '../circle';`);
    written('data.json', '{}');
    const entry = written('entry.ts', `import { leaf } from './folder';\nimport data from './data.json';\nleaf; data;`);
    expect(closureOf(entry)).toEqual(['circle.ts', 'data.json', 'entry.ts', 'folder/index.ts', 'leaf.ts']);
  });

  it('leaves out types and packages from elsewhere', () => {
    written('types.ts', 'export interface Shape {}');
    const entry = written(
      'typed.ts',
      `import type { Shape } from './types'; export type { Shape } from './types';\nimport { z } from 'zod'; import 'node:fs'; z;`,
    );
    expect(closureOf(entry)).toEqual(['typed.ts']);
  });

  it('follows packages of the workspace', () => {
    const files = importClosure(join(projectRoot, 'packages/losses/src/clip.ts'));
    const names = [...files].map((file) => relative(join(projectRoot, 'packages'), file));
    expect(names).toContain('core/src/define-component.ts');
    expect(names).toContain('losses/src/maths.ts');
    expect(names.filter((name) => /^(losses\/src\/(sigmoid|components)|experiment|training)/.test(name))).toEqual([]);
    const all = importClosure(written('everything.ts', `import { clip } from 'alignclip'; clip;`));
    expect(all).toContain(join(projectRoot, 'packages/losses/src/sigmoid.ts'));
  });

  it('names the packages from elsewhere that a file imports', () => {
    const entry = written('packaged.ts', `import { z } from 'zod'; import '@made/one/part'; import './leaf'; z;`);
    expect(new ImportGraph([entry]).packagesOf(entry).sort()).toEqual(['@made/one/part', 'zod']);
  });

  it('refuses an import that leads nowhere', () => {
    const entry = written('lost.ts', `import { x } from './nowhere'; x;`);
    expect(() => new ImportGraph([entry])).toThrow('Could not resolve "./nowhere"');
  });

  it('sees a file again when it has changed', () => {
    const entry = written('changing.ts', 'export {};');
    expect(closureOf(entry)).toEqual(['changing.ts']);
    written('added.ts', 'export {};');
    written('changing.ts', `import './added';`);
    const later = new Date(Date.now() + 5000);
    utimesSync(entry, later, later);
    expect(closureOf(entry)).toEqual(['added.ts', 'changing.ts']);
  });
});
