import { shared } from './shared';
import { describeSharingStrategy } from './testing/describe-sharing-strategy';
import { towerPaths } from './testing/tower-paths';

type Options = Parameters<typeof shared.make>[0];
const make = (options: Options = {}) => shared.make(options);
const sharedPaths = (options?: Options) =>
  towerPaths(3).filter((path) => make(options).locate('text', path).startsWith('shared/'));

describeSharingStrategy('shared', () => make());
describeSharingStrategy('shared, attention of the last block', () =>
  make({ parts: ['attention'], blocks: { from: 2 } }),
);

describe('shared', () => {
  it('shares blocks, pooling, post-norm and projection by default, as SharedCLIP does', () => {
    expect(sharedPaths()).toEqual(
      towerPaths(3).filter((path) => /^(head\/)?(blocks|pooling|post-norm|projection)/.test(path)),
    );
  });

  it('shares single parts', () => {
    expect(sharedPaths({ parts: ['projection'] })).toEqual([
      'projection',
      'projection-bias',
      'projection/input/kernel',
      'head/projection/kernel',
      'head/projection/bias',
    ]);
    expect(sharedPaths({ parts: ['pooling'] }).every((path) => path.startsWith('pooling/'))).toBe(true);
    expect(sharedPaths({ parts: ['attention'] }).every((path) => path.includes('/attention/'))).toBe(true);
    expect(sharedPaths({ parts: ['attention'] })).toHaveLength(3 * 4);
    expect(sharedPaths({ parts: ['norms'] })).toContain('post-norm/scale');
  });

  it('shares a half-open range of blocks', () => {
    const paths = sharedPaths({ parts: ['mlp'], blocks: { from: 1, to: 2 } });
    expect(paths).toHaveLength(4);
    expect(sharedPaths({ parts: ['mlp'], blocks: { from: 0, to: 1 } })).toContain('head/blocks/0/mlp/input/kernel');
    expect(paths.every((path) => path.startsWith('blocks/1/mlp/'))).toBe(true);
  });

  it('names the nearest option of a misspelt one', () => {
    // @ts-expect-error -- misspelt
    expect(() => shared({ part: ['mlp'] })).toThrow('did you mean "parts"');
    // @ts-expect-error -- no such part
    expect(() => shared({ parts: ['atention'] })).toThrow('parts.0');
  });
});
