import { studyLock } from './study-lock';

const lock = {
  '': { name: 'workspace' },
  'packages/core': { dependencies: { a: '1', b: '1' } },
  'packages/core/node_modules/b': { version: '1.2.0', dependencies: { c: '^1' } },
  'node_modules/@alignclip/core': { resolved: 'packages/core', link: true },
  'node_modules/a': { version: '1.0.0', dev: true, optionalDependencies: { d: '1' } },
  'node_modules/b': { version: '2.0.0' },
  'node_modules/c': { version: '1.5.0', peerDependencies: { gone: '1' } },
  'node_modules/d': { version: '1.0.0', optional: true },
  'node_modules/e': { version: '1.0.0' },
  ...Object.fromEntries(
    ['@types/jest', '@types/node', 'jest', 'typescript'].map((name) => [`node_modules/${name}`, {}]),
  ),
};

describe('studyLock', () => {
  it('keeps what alignclip and the tools need, where npm puts it in a study', () => {
    const kept = studyLock(lock);
    expect(Object.keys(kept).filter((path) => !/jest|types/.test(path))).toEqual([
      'node_modules/a',
      'node_modules/c',
      'node_modules/d',
      'node_modules/@alignclip/core/node_modules/b',
    ]);
    expect(kept['node_modules/a']).toEqual({ version: '1.0.0', optionalDependencies: { d: '1' } });
  });
});
