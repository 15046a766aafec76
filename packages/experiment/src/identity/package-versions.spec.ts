import { projectRoot } from '@alignclip/backend';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ImportGraph } from './import-graph';
import { packageVersions } from './package-versions';
import { scratchFolder } from '../testing/scratch-folder';

const scratch = scratchFolder('packages');
const written = (name: string, content: string): string => {
  const file = join(scratch.path, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};
const installed = (folder: string, name: string, version: string, dependencies = {}) =>
  written(`${folder}node_modules/${name}/package.json`, JSON.stringify({ name, version, dependencies }));

const versionsOf = (files: readonly string[]) => packageVersions(files, new ImportGraph(files));

describe('packageVersions', () => {
  it('gives what is installed, of imported packages and of those that they need', () => {
    installed('', '@made/one', '1.2.3', { two: '^2.0.0' });
    installed('', 'two', '2.0.1');
    installed('', 'unused', '9.9.9');
    const file = written(
      'importing.ts',
      `import { a } from '@made/one/part'; import type { b } from 'unused';\nimport 'node:fs'; a;`,
    );
    expect(versionsOf([file])).toEqual({ '@made/one': '1.2.3', two: '2.0.1' });
  });

  it('finds a package where Node would: nearest first; and names both versions of one that is there twice', () => {
    installed('', 'two', '2.0.1');
    installed('near/', 'two', '3.0.0');
    const [far, near] = ['far.ts', 'near/near.ts'].map((name) => written(name, `import 'two';`));
    expect(versionsOf([near!])).toEqual({ two: '3.0.0' });
    expect(versionsOf([far!, near!])).toEqual({ two: '2.0.1, 3.0.0' });
  });

  it('reads those of our own sources, TensorFlow.js apart', () => {
    const files = ['formats/src/zip-contents.ts', 'backend/src/tf.ts'];
    const versions = versionsOf(files.map((file) => join(projectRoot, 'packages', file)));
    expect(Object.keys(versions)).toEqual(expect.arrayContaining(['pend', 'yauzl']));
    expect(Object.keys(versions).filter((name) => name.startsWith('@tensorflow'))).toEqual([]);
  });

  it('leaves out what is not installed', () => {
    expect(versionsOf([written('missing.ts', `import 'no-such-package-anywhere';`)])).toEqual({});
  });
});
