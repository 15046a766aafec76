import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import longSpecs from './long-specs.json';

interface Test {
  readonly path: string;
  readonly context: { readonly config: { readonly rootDir: string; readonly id: string }; readonly hasteFS: object };
}
const Sequencer = jest.requireActual<new (options: object) => { sort(tests: Test[]): Test[] }>('./sequencer.cjs');

const root = resolve(__dirname, '../..');

describe('the order of the specs', () => {
  it.each(longSpecs)('knows %s', (name) => {
    expect(existsSync(join(root, name))).toBe(true);
  });

  it('begins with the long ones, and goes on by size', () => {
    const sizes: Record<string, number> = {
      'small.spec.ts': 1,
      'large.spec.ts': 9,
      [longSpecs[1]!]: 2,
      [longSpecs[0]!]: 1,
    };
    const context = {
      config: { rootDir: root, id: 'none', cacheDirectory: join(root, 'none') },
      hasteFS: { getSize: (path: string) => sizes[path.slice(root.length + 1)] },
    };
    const tests = Object.keys(sizes).map((name) => ({ path: join(root, name), context }));
    const sorted = new Sequencer({ contexts: [context], globalConfig: { cache: false } }).sort(tests);
    expect(sorted.map(({ path }) => path.slice(root.length + 1))).toEqual([
      longSpecs[0],
      longSpecs[1],
      'large.spec.ts',
      'small.spec.ts',
    ]);
  });
});
