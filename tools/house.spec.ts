import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesUnder } from './check-docs';

const repository = join(__dirname, '..');
const endings = ['.cc', '.h', '.py', '.css'];
/** Writes the data of many readers, one small function each. */
const longFiles = ['tools/reference/make_datasets.py'];

const named = (files: readonly string[]): string[] => files.map((file) => relative(repository, file));
const textOf = (file: string): string => readFileSync(join(repository, file), 'utf8');

/** eslint has the same limits for TypeScript and JavaScript. */
describe('files that eslint does not read', () => {
  it.each(endings)('%s: no file over 160 lines', (ending) => {
    const long = named(filesUnder(repository, ending)).filter((file) => textOf(file).split('\n').length > 161);
    expect(long.filter((file) => !longFiles.includes(file))).toEqual([]);
  });

  it.each(['.md', '.css', '.json', '.html'])('%s: the formatter is never switched off', (ending) => {
    const off = /<!-- prettier-ignore|\/\* prettier-ignore/;
    expect(named(filesUnder(repository, ending)).filter((file) => off.test(textOf(file)))).toEqual([]);
  });
});
