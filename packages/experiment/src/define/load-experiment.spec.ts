import { UserError } from '@alignclip/core';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadExperiment } from './load-experiment';
import { scratchFolder } from '../testing/scratch-folder';

const scratch = scratchFolder('load');
const written = (name: string, source: string): string => {
  const file = join(scratch.path, name);
  writeFileSync(file, source);
  return file;
};
const source = (rest: string) => `
  import { clip, defineExperiment, shapes, shared, textTransformer, visionTransformer } from 'alignclip';
  const base = { dataset: shapes(), imageEncoder: visionTransformer(), textEncoder: textTransformer(), losses: [clip()] };
  export default defineExperiment({ name: 'written', seeds: [0], base, ${rest} });`;

describe('loadExperiment', () => {
  it('reads an experiment file, also by a relative path', () => {
    const file = written('good.ts', source('variants: { CLIP: {}, SharedCLIP: { sharing: shared() } }'));
    const loaded = loadExperiment(relative(process.cwd(), file));
    expect(loaded.file).toBe(file);
    expect(Object.keys(loaded.definition.variants)).toEqual(['CLIP', 'SharedCLIP']);
  });

  it('names the near miss of a file that is not there', () => {
    const file = written('separation.ts', source('variants: { CLIP: {} }'));
    expect(() => loadExperiment(join(scratch.path, 'seperation.ts'))).toThrow(`no such file; did you mean "${file}"?`);
    expect(() => loadExperiment(file.slice(0, -'.ts'.length))).toThrow(`no such file; did you mean "${file}"?`);
    expect(() => loadExperiment(scratch.path)).toThrow(
      /: not a file; did you mean (".*" or ){0,4}".*\.ts"\?( \(\d+ more\))?$/,
    );
    expect(() => loadExperiment(join(scratch.path, 'x-y-z-nothing-like-it.ts'))).toThrow('looked at');
    expect(() => loadExperiment(join(scratch.path, 'absent', 'good.ts'))).toThrow('there is no folder');
  });

  it('names the files of a folder', () => {
    const folder = join(scratch.path, 'folder');
    mkdirSync(folder);
    expect(() => loadExperiment(folder)).toThrow(UserError);
    written('folder/one.ts', '');
    expect(() => loadExperiment(folder)).toThrow(join(folder, 'one.ts'));
  });

  it.each([
    ['nothing', 'export const variants = {};'],
    ['a number', 'export default 3;'],
    ['something else', 'export default { name: "x" };'],
  ])('refuses a file whose default export is %s', (what, text) => {
    const file = written(`${what.replace(' ', '-')}.ts`, text);
    expect(() => loadExperiment(file)).toThrow('has no default export made by defineExperiment({ … })');
  });

  it('checks what bypassed defineExperiment', () => {
    const file = written('raw.ts', 'export default { name: "Raw", seeds: [0], base: {}, variants: { a: {} } };');
    expect(() => loadExperiment(file)).toThrow('name = "Raw"');
  });

  it('passes on what a bad option says', () => {
    const file = written('bad.ts', source('variants: { CLIP: { sharing: shared({ part: ["mlp"] }) } }'));
    expect(() => loadExperiment(file)).toThrow('unknown option "part"; did you mean "parts"');
  });
});
