import { temporaryFolder } from '@alignclip/core/testing';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = temporaryFolder('runtime');
/** The file's exports, as one spec file after the other gets them. */
const twice = <T extends object | number>(name: string, source: string): [T, T] => {
  const file = join(folder, name);
  writeFileSync(file, source);
  const made: T[] = [];
  for (let i = 0; i < 2; i += 1) jest.isolateModules(() => made.push(jest.requireActual<T>(file)));
  return made as [T, T];
};

describe('the runtime of the specs', () => {
  it('gives each its own modules, with the globals of the spec', () => {
    const source = `module.exports = { made: new Map([[1, new Error('x')]]), list: [], numbers: new Float32Array(2) };`;
    const [first, second] = twice<{ made: Map<number, Error>; list: unknown[]; numbers: unknown }>('a.cjs', source);
    for (const { made, list, numbers } of [first, second]) {
      expect(made).toBeInstanceOf(Map);
      expect(made.get(1)).toBeInstanceOf(Error);
      expect(list).toBeInstanceOf(Array);
      expect(numbers).toBeInstanceOf(Float32Array);
    }
    expect(first.made).not.toBe(second.made);
  });

  it('lets a module have names of globals for itself', () => {
    expect(twice('b.cjs', 'const Error = 1, Map = 2; module.exports = Error + Map + Math.max(3, 4);')).toEqual([7, 7]);
  });

  it('tells where an error is', () => {
    const [, stackOf] = twice<() => string>('c.cjs', `\nmodule.exports = () => new Error('x').stack;`);
    expect(stackOf()).toContain('c.cjs:2:24)');
    expect(() => twice('d.cjs', '\nconst = 1;')).toThrow(/d\.cjs:2/);
  });
});
