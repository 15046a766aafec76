import { projectRoot } from '@alignclip/backend';
import { defineComponent, LossTerm, type AnyComponent } from '@alignclip/core';
import { clip } from '@alignclip/losses';
import { ContainerModule } from 'inversify';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { CodeFingerprint } from './code-fingerprint';
import { runningCode } from './import-graph';
import { operationsOf } from './package-content';
import { packageComponents } from '../define/registry';
import { scratchFolder } from '../testing/scratch-folder';
import { tinyExperiment } from '../testing/tiny-experiment';
import { experimentOf } from '../define/load-experiment';

const scratch = scratchFolder('fingerprint');
let clock = Date.now();
/** Writes a file with a time of change of its own. */
const written = (name: string, source: string): string => {
  const file = join(scratch.path, name);
  writeFileSync(file, source);
  clock += 1000;
  utimesSync(file, clock / 1000, clock / 1000);
  return file;
};
const ownLoss = (type: string) =>
  defineComponent(LossTerm)({
    type,
    options: z.strictObject({}),
    create: () => ({ symbol: 'L_own', weight: 1, compute: ({ logitScale }) => logitScale }),
  });
const fingerprint = (file: string, components: readonly AnyComponent[], rest = {}) =>
  new CodeFingerprint(experimentOf(tinyExperiment({ components, ...rest }), file));

describe('CodeFingerprint', () => {
  it('knows the file of every component of the packages', () => {
    const packages = fingerprint(join(__dirname, '../testing/tiny-experiment.ts'), []);
    for (const { slot, type } of packageComponents)
      expect(packages.of([{ slot: slot.name, type, options: {} }])).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with a component’s file and what it imports, for the specs that use it only', () => {
    const [own, other] = [ownLoss('own-term'), ownLoss('other-term')];
    written('own-term.ts', `import { half } from './half';\nexport const own = { type: 'own-term', half };`);
    written('other-term.ts', `export const other = { type: 'other-term' };`);
    written('half.ts', 'export const half = 1 / 2;');
    const file = written('experiment.ts', `import './own-term';\nimport './other-term';`);
    const codes = () => {
      const now = fingerprint(file, [own, other]);
      return [own(), other(), clip()].map((spec) => now.of([spec]));
    };
    const before = codes();
    expect(new Set(before).size).toBe(3);
    expect(codes()).toEqual(before);
    written('half.ts', 'export const half = 0.5;');
    const after = codes();
    expect(after[0]).not.toBe(before[0]);
    expect(after.slice(1)).toEqual(before.slice(1));
    written('experiment.ts', `import './own-term';\nimport './other-term';\n// a table more`);
    expect(codes()).toEqual(after);
  });

  it('takes in the C++ sources of the operations that the kernels run on, and no documents', () => {
    const packages = fingerprint(join(__dirname, '../testing/tiny-experiment.ts'), []);
    const sources = packages.filesOf([clip()]);
    expect(sources).toContain(join(projectRoot, 'packages/losses/src/clip.ts'));
    expect(sources).toContain(join(projectRoot, 'packages/backend/src/kernels/mlp-branch.ts'));
    for (const name of ['adam_w.cc', 'branch.cc', 'simd.h'])
      expect(sources).toContain(join(projectRoot, 'packages/backend/ops', name));
    expect(sources.filter((file) => !/\.(ts|json|cc|h)$/.test(file))).toEqual([]);
  });

  it('gives the hash of each component by its name', () => {
    const packages = fingerprint(join(__dirname, '../testing/tiny-experiment.ts'), []);
    expect(packages.parts([clip()])).toEqual({ 'losses/clip': packages.of([clip()]) });
  });

  it('finds the file of a component in any kind of module and quotes', () => {
    const own = ownLoss('module-term');
    written('module-term.mts', `export const own = { type: "module-term" };`);
    const file = written('modular.mts', `import './module-term.mts';`);
    const code = () => fingerprint(file, [own]).of([own()]);
    const before = code();
    written('modular.mts', `import './module-term.mts'; // a table more`);
    expect(code()).toBe(before);
    written('module-term.mts', `export const own = { type: "module-term", other: 1 };`);
    expect(code()).not.toBe(before);
  });

  it('takes the whole experiment file for a component that has no file of its own', () => {
    const inline = ownLoss('inline-term');
    const file = written('inline.ts', `export const inline = { type: "inline-term" };`);
    const code = () => fingerprint(file, [inline]).of([inline()]);
    const before = code();
    written('inline.ts', `export const inline = { type: "inline-term" }; // other`);
    expect(code()).not.toBe(before);
  });

  it('is not misled by a file of the packages that has the name of the user’s component', () => {
    const own = ownLoss('batch-source');
    const file = written('twin.ts', `import '@alignclip/training';\nimport './batch-source';`);
    written('batch-source.ts', `export const own = { type: 'batch-source' };`);
    const code = () => fingerprint(file, [own]).of([own()]);
    const before = code();
    written('batch-source.ts', `export const own = { type: 'batch-source', other: 1 };`);
    expect(code()).not.toBe(before);
  });

  it('takes in the experiment file where it binds services of its own', () => {
    const file = written('modules.ts', 'export {};');
    const code = (rest: object) => fingerprint(file, [], rest).of([clip()]);
    const modules = [new ContainerModule(() => undefined)];
    const before = [code({}), code({ modules })];
    written('modules.ts', 'export {}; // other');
    expect(code({})).toBe(before[0]);
    expect(code({ modules })).not.toBe(before[1]);
  });

  it('does not depend on where own files lie, in the clone or elsewhere, linked or moved', () => {
    const own = ownLoss('moving-term');
    const outside = mkdtempSync(join(tmpdir(), 'alignclip-study-'));
    const codeIn = (folder: string, half = '1 / 2') => {
      mkdirSync(join(folder, 'lib'), { recursive: true });
      const sources = {
        'experiment.ts': `import './lib/moving-term';`,
        'lib/moving-term.ts': `import { half } from '../half';\nexport const own = { type: 'moving-term', half };`,
        'half.ts': `import { clip } from '@alignclip/losses';\nexport const half = [${half}, clip];`,
      };
      for (const [name, source] of Object.entries(sources)) writeFileSync(join(folder, name), source);
      return fingerprint(join(folder, 'experiment.ts'), [own]).of([own()]);
    };
    const [one, other] = ['deep/er/one', 'other'].map((name) => join(scratch.path, name));
    const code = codeIn(one!);
    expect([codeIn(other!), codeIn(outside)]).toEqual([code, code]);
    rmSync(outside, { recursive: true });
    symlinkSync(one!, join(scratch.path, 'link'));
    expect(fingerprint(join(scratch.path, 'link/experiment.ts'), [own]).of([own()])).toBe(code);
    expect(codeIn(join(scratch.path, 'third'), '0.5')).not.toBe(code);
  });

  it('changes with the files that import each other, not only with their contents', () => {
    const own = ownLoss('crossed-term');
    const codeIn = (folder: string, [a, b]: [string, string]) => {
      mkdirSync(join(scratch.path, folder), { recursive: true });
      written(`${folder}/experiment.ts`, `import './crossed-term';`);
      written(
        `${folder}/crossed-term.ts`,
        `import { a } from './a'; import { b } from './b'; export const own = { type: 'crossed-term', a, b };`,
      );
      written(`${folder}/a.ts`, `export const a = ${a};`);
      written(`${folder}/b.ts`, `export const b = ${b};`);
      return fingerprint(join(scratch.path, folder, 'experiment.ts'), [own]).of([own()]);
    };
    expect(codeIn('crossed', ['1', '2'])).not.toBe(codeIn('straight', ['2', '1']));
  });

  it('changes with an npm package that was edited under its version, or is linked', () => {
    const own = ownLoss('packaged-term');
    mkdirSync(join(scratch.path, 'elsewhere/linked'), { recursive: true });
    mkdirSync(join(scratch.path, 'study/node_modules/edited'), { recursive: true });
    symlinkSync(join(scratch.path, 'elsewhere/linked'), join(scratch.path, 'study/node_modules/linked'));
    for (const [name, folder] of [
      ['edited', 'study/node_modules/edited'],
      ['linked', 'elsewhere/linked'],
    ] as const) {
      written(`${folder}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
      written(`${folder}/index.js`, 'module.exports = 1;');
    }
    written(
      'study/packaged-term.ts',
      `import 'edited'; import 'linked'; export const own = { type: 'packaged-term' };`,
    );
    const file = written('study/experiment.ts', `import './packaged-term';`);
    const code = () => fingerprint(file, [own]).of([own()]);
    const codes = [code()];
    for (const folder of ['study/node_modules/edited', 'elsewhere/linked']) {
      written(`${folder}/index.js`, 'module.exports = 2;');
      codes.push(code());
    }
    written('elsewhere/linked/README.md', 'more');
    mkdirSync(join(scratch.path, 'elsewhere/linked/runs'));
    written('elsewhere/linked/runs/record.json', '{}');
    expect([new Set(codes).size, code()]).toEqual([3, codes[2]]);
  });
});

describe('CodeFingerprint.ofFeatures', () => {
  const own = ownLoss('running-term');
  const library = (used: string, rest = '') => `export const used = ${used};\nexport const unused = () => 1;\n${rest}`;
  /** The code of a term that imports `used` of a library. */
  const codeWith = (text: string) => {
    written('library.ts', text);
    written('running-term.ts', `import { used } from './library';\nexport const own = { type: 'running-term', used };`);
    const file = written('running.ts', `import './running-term';`);
    return fingerprint(file, [own]).ofFeatures!([own()]);
  };

  it('follows what can run, and no types, comments, layout or functions that nothing reaches', () => {
    const code = codeWith(library('() => 2'));
    for (const same of ['// a comment', 'export interface More {\n  x: 1;\n}', 'export const more = () => 3;'])
      expect(codeWith(library('() => 2', same))).toBe(code);
    expect(codeWith(library('() => 2').replace('=> 1', '=> 4'))).toBe(code);
    expect(codeWith(library('()    =>    2'))).toBe(code);
  });

  let plain: string | undefined;
  it.each([
    ['a changed function', library('() => 3')],
    ['a function that it calls', library('() => other()', 'const other = () => 2;')],
    ['what happens on import', library('() => 2', 'globalThis.changed = true;')],
    ['an npm package', library('() => 2', `import 'zod';`)],
  ])('follows %s', (_what, text) => {
    plain ??= codeWith(library('() => 2'));
    expect(codeWith(text)).not.toBe(plain);
  });

  it('names trunks without the code of records and reports, and with that of the kernels', () => {
    const packages = fingerprint(join(__dirname, '../testing/tiny-experiment.ts'), []);
    const files = packages.filesOf([{ slot: 'imageEncoder', type: 'efficient-net', options: {} }]);
    expect(files).toContain(join(projectRoot, 'packages/core/src/run-record.ts'));
    const { files: run, code } = runningCode([join(projectRoot, 'packages/encoders/src/efficient-net.ts')]);
    for (const name of ['nn/src/layers/batch-norm.ts', 'backend/src/kernels/mat-mul.ts', 'backend/src/custom-ops.ts'])
      expect(run).toContain(join(projectRoot, 'packages', name));
    expect(run).not.toContain(join(projectRoot, 'packages/core/src/run-record.ts'));
    const operations = operationsOf(code).map((file) => basename(file));
    expect(operations).toEqual(expect.arrayContaining(['column_norm.cc', 'column_norm_rows.h', 'op.h', 'crops.cc']));
    for (const other of ['adam_w.cc', 'dropout.cc', 'draws.h', 'row_product.cc'])
      expect(operations).not.toContain(other);
  });
});
