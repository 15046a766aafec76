import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../testing/scratch-folder';
import { keptImports, type Imports } from './kept-imports';

const scratch = scratchFolder('kept-imports');
const { ALIGNCLIP_CACHE } = process.env;
beforeEach(() => {
  process.env['ALIGNCLIP_CACHE'] = join(scratch.path, 'cache');
  for (const name of ['cache', 'study']) rmSync(join(scratch.path, name), { recursive: true, force: true });
  mkdirSync(join(scratch.path, 'study/part'), { recursive: true });
  for (const name of ['entry.ts', 'part/index.ts']) writeFileSync(at(name), name);
  pass(10);
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => {
  if (ALIGNCLIP_CACHE === undefined) Reflect.deleteProperty(process.env, 'ALIGNCLIP_CACHE');
  else process.env['ALIGNCLIP_CACHE'] = ALIGNCLIP_CACHE;
});

const at = (name: string) => join(scratch.path, 'study', name);
const kept = () =>
  readdirSync(join(scratch.path, 'cache/hashes')).map((name) => join(scratch.path, 'cache/hashes', name));

/** The clock as many seconds later, for `keptImports`; files keep their own times. */
function pass(seconds: number): void {
  const later = Date.now() + 1000 * seconds;
  jest.spyOn(Date, 'now').mockReturnValue(later);
}

const imports = (): Imports =>
  new Map([
    [at('entry.ts'), { files: [at('part/index.ts')], packages: ['zod'] }],
    [at('part/index.ts'), { files: [], packages: [] }],
  ]);

/** What is given, and whether it was read for that. */
function ask(reader = '1'): { readonly given: Imports; readonly read: boolean } {
  const read = jest.fn(imports);
  const given = keptImports({ root: scratch.path, entries: [at('entry.ts')], reader }, read);
  return { given, read: read.mock.calls.length > 0 };
}

describe('keptImports', () => {
  it('reads once', () => {
    expect(ask()).toEqual({ given: imports(), read: true });
    expect(ask()).toEqual({ given: imports(), read: false });
    expect(ask('2')).toEqual({ given: imports(), read: true });
  });

  it.each<[string, () => void]>([
    ['a file has changed', () => writeFileSync(at('part/index.ts'), 'other')],
    ['a file has another time', () => utimesSync(at('entry.ts'), 1, 1)],
    ['a file is gone', () => rmSync(at('part/index.ts'))],
    ['a file could be found in place of one', () => writeFileSync(at('part.ts'), '')],
    ['a folder has a manifest', () => writeFileSync(at('part/package.json'), '{}')],
    ['a folder above has a manifest', () => writeFileSync(join(scratch.path, 'package.json'), '{}')],
    ['what was kept is cut', () => kept().forEach((file) => writeFileSync(file, readFileSync(file).subarray(0, -9)))],
    [
      'what was kept is corrupt',
      () => kept().forEach((file) => writeFileSync(file, readFileSync(file, 'utf8').replace('zod', 'zed'))),
    ],
  ])('reads again where %s', (_name, change) => {
    ask();
    change();
    pass(20);
    expect(ask()).toEqual({ given: imports(), read: true });
    expect(ask().read).toBe(false);
  });

  it('keeps nothing of files that may still change within one time stamp', () => {
    jest.restoreAllMocks();
    expect([ask().read, ask().read]).toEqual([true, true]);
  });

  it('reads where the cache can not be written', () => {
    writeFileSync(join(scratch.path, 'cache'), 'a file');
    expect([ask().read, ask().read]).toEqual([true, true]);
  });
});
