import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The folders that each wing may import from, next to its own: the wings below it. */
const below: Readonly<Record<string, readonly string[]>> = {
  define: [],
  store: [],
  compose: ['define', 'store'],
  identity: ['define', 'store', 'compose'],
  models: ['define', 'store', 'compose', 'identity'],
  sweep: ['define', 'store', 'compose', 'identity', 'models'],
};

const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && wingOf(file) in below)
  .map((file) => ({ file, imports: importsOf(file) }));

function wingOf(file: string): string {
  return file.split('/')[0]!;
}

/** The files of this package that a file imports, values and types alike. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(__dirname, file), 'utf8');
  return [...text.matchAll(/ from '(\.{1,2}\/[^']+)'/g)].map(([, path]) =>
    relative(__dirname, join(__dirname, dirname(file), `${path!}.ts`)),
  );
}

describe('the wings of experiment', () => {
  it('are all there is besides tests and index', () => {
    const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...Object.keys(below), 'testing'].sort());
  });

  it.each(Object.entries(below))('%s imports only wings below it', (wing, allowed) => {
    const own = sources.filter(({ file }) => wingOf(file) === wing);
    const upward = own.flatMap(({ file, imports }) =>
      imports.filter((path) => ![wing, ...allowed].includes(wingOf(path))).map((path) => `${file} → ${path}`),
    );
    expect(own).not.toEqual([]);
    expect(upward).toEqual([]);
  });

  it('have no circle of files', () => {
    let left = sources;
    for (let count = -1; count !== left.length; ) {
      count = left.length;
      const open = new Set(left.map(({ file }) => file));
      left = left.filter(({ imports }) => imports.some((path) => open.has(path)));
    }
    expect(left.map(({ file }) => file)).toEqual([]);
  });
});
