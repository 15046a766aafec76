import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scratchFolder } from '../testing/scratch-folder';

const scratch = scratchFolder('load-failure');
const imports = `import { clip, defineExperiment, shapes, textTransformer, visionTransformer } from 'alignclip';`;
const base =
  'const base = { dataset: shapes(), imageEncoder: visionTransformer(), textEncoder: textTransformer(), losses: [clip()] };';
const good = `${imports}\n${base}\nexport default defineExperiment({ name: 'good', seeds: [0], base, variants: { CLIP: {} } });`;
const usingOwn = `import { seeds } from './own.js';\n${good.replace('[0]', 'seeds')}`;

/** Loads the files in a process of its own, as the command line does. */
function load(files: Readonly<Record<string, string>>): Record<string, unknown> {
  for (const [name, source] of Object.entries(files)) {
    mkdirSync(dirname(join(scratch.path, name)), { recursive: true });
    writeFileSync(join(scratch.path, name), source);
  }
  const experiments = Object.keys(files).filter((name) => !/own|package\.json/.test(name));
  const options = ['-r', '@alignclip/launchers/typescript', join(__dirname, '../testing/load-program.ts')];
  const { stdout, stderr } = spawnSync(process.execPath, [...options, ...experiments], {
    cwd: scratch.path,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const lines = stdout.trim().split('\n');
  return Object.fromEntries(experiments.map((name, i) => [name, JSON.parse(lines[i] ?? 'null') as unknown]));
}

describe('loadExperiment', () => {
  it('loads ES modules and CommonJS, in TypeScript and JavaScript', () => {
    const files = ['plain.ts', 'plain.mts', 'plain.js', 'plain.mjs', 'module/plain.ts', 'module/plain.js'];
    const loaded = load({
      'own.ts': 'export const seeds: number[] = [0];',
      'module/own.ts': 'export const seeds: number[] = [new URL(import.meta.url).href.length * 0];',
      'module/package.json': '{ "type": "module" }',
      ...Object.fromEntries(files.map((name) => [name, usingOwn])),
      'plain.cjs': good
        .replace('import {', 'const {')
        .replace(/} from ('alignclip')/, '} = require($1)')
        .replace('export default', 'module.exports ='),
    });
    expect(loaded).toEqual(Object.fromEntries([...files, 'plain.cjs'].map((name) => [name, 'good'])));
  });

  it('names file, line and the nearest name', () => {
    const loaded = load({
      'throws.ts': 'const a: number = 1;\n\nthrow new Error(`broken ${a}`);\n',
      'syntax.ts': 'export default {\n  a: 1,\n  b: = 2 };\n',
      'text.ts': `throw 'text';`,
      'import.ts': `${imports}\nimport { width } from './onw';\nexport default width;`,
      'import.mts': `${imports}\nimport { width } from './onw.ts';\nexport default width;`,
      'package.ts': `import { clip } from '@alignclip/loses';\nexport default clip();`,
      'subpath.ts': `import { clip } from 'alignclip/losses';\nexport default clip();`,
      'export.ts': `import { summryTable } from 'alignclip';\n\nexport default summryTable();`,
      'await.mts': `const a = 1;\nconst b = await Promise.resolve(a);\nexport default b;`,
      'through.ts': `import { own } from './own-mistake';\nexport default own;`,
      'own-mistake.ts': `const x: any = undefined;\nexport const own = x.y;`,
      'own.ts': '',
      'notes.md': '# Notes',
    });
    const said = (name: string, what: string) => [name, `experiment file "${name}": ${what}`];
    expect(loaded).toEqual(
      Object.fromEntries([
        said('throws.ts', 'throws.ts:3:7: broken 1'),
        said('syntax.ts', 'syntax.ts:3:1: SyntaxError: Expression expected'),
        said('text.ts', 'text'),
        said('import.ts', 'import.ts:2: there is no module "./onw"; did you mean "./own"?'),
        said('import.mts', 'import.mts:2: there is no module "./onw.ts"; did you mean "./own.ts"?'),
        said(
          'package.ts',
          'package.ts:1: there is no module "@alignclip/loses"; did you mean "@alignclip/losses" or "@alignclip/core"?',
        ),
        said('subpath.ts', 'subpath.ts:1: there is no module "alignclip/losses"'),
        said(
          'export.ts',
          'export.ts:3:27: TypeError: "alignclip" exports no "summryTable"; did you mean "summaryTable" or "scoreTable" or "factorTable"?',
        ),
        said('await.mts', 'await.mts:2: "await" outside a function is not possible in an experiment file'),
        said('through.ts', "own-mistake.ts:2:22: TypeError: Cannot read properties of undefined (reading 'y')"),
        said('notes.md', 'not a program; write a .ts, .mts, .cts, .js, .mjs or .cjs file'),
      ]),
    );
  });

  it('names the field of a definition that is none', () => {
    const define = (rest: string) =>
      `${imports}\n${base}\nexport default defineExperiment({ name: 'x', seeds: [0], base, ${rest} } as never);`;
    const loaded = load({
      'empty.ts': `${imports}\nexport default defineExperiment({} as never);`,
      'base.ts': define(`base: 'no', variants: { a: {} }`),
      'variants.ts': define('variants: [{}]'),
      'variant.ts': define('variants: { a: null }'),
      'profile.ts': define('variants: { a: {} }, profiles: { quick: null }'),
      'table.ts': define('variants: { a: {} }, tables: [clip()]'),
      'tables.ts': define('variants: { a: {} }, tables: {}'),
      'component.ts': define('variants: { a: {} }, components: [undefined]'),
    });
    expect(loaded).toEqual({
      'empty.ts': 'name = undefined: use kebab-case, for example "rq1-parameter-sharing"',
      'base.ts': 'experiment "x", base = "no": give an object, { … }',
      'variants.ts': 'experiment "x", variants = [{}]: give an object, { … }',
      'variant.ts': 'experiment "x", variant "a" = null: give an object, { … }',
      'profile.ts': 'experiment "x", profile "quick" = null: give an object, { … }',
      'table.ts': 'experiment "x", tables: "clip" is a component of slot "losses"',
      'tables.ts': 'experiment "x", tables = {}: give a list, [ … ]',
      'component.ts': 'experiment "x", components[0] = undefined: not a component; give what defineComponent returns',
    });
  });
});
