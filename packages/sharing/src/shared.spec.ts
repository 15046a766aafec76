import { UserError, type TowerShapes } from '@alignclip/core';
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

  const transformer = (width: number, depth: number, own: Record<string, number[]> = {}): TowerShapes =>
    new Map(
      Object.entries({
        ...Object.fromEntries(
          Array.from({ length: depth }, (_, i) => [
            [`blocks/${i}/attention/qkv/kernel`, [width, 3 * width]],
            [`blocks/${i}/norm-1/scale`, [width]],
            [`blocks/${i}/mlp/input/kernel`, [width, 4 * width]],
          ]).flat(),
        ),
        'post-norm/scale': [width],
        projection: [width, 6],
        ...own,
      }),
    );
  const net = (width: number): TowerShapes =>
    new Map(Object.entries({ 'stem/kernel': [3, 3, 3, 8], projection: [width, 6] }));
  const check = (image: TowerShapes, text: TowerShapes, options?: Options) => () =>
    make(options).check({ image, text });

  it('shares the blocks that towers of two depths have in common, and whatever parts both have', () => {
    expect(check(transformer(8, 4), transformer(8, 2))).not.toThrow();
    expect(check(transformer(8, 2), transformer(8, 4), { parts: ['mlp'], blocks: { from: 1 } })).not.toThrow();
    expect(check(net(8), transformer(8, 2))).not.toThrow();
    expect(
      check(transformer(8, 2), transformer(16, 2, { projection: [8, 6] }), { parts: ['projection'] }),
    ).not.toThrow();
  });

  it.each<[string, TowerShapes, TowerShapes, Options | undefined, string]>([
    [
      'two widths with equal projections',
      transformer(8, 1),
      transformer(16, 1, { projection: [8, 6] }),
      undefined,
      "sharing.parts: \"attention\" can't be shared: blocks/0/attention/qkv/kernel is [8, 24] in the image tower and [16, 48] in the text tower; these towers can share shared({ parts: ['projection'] })",
    ],
    [
      'two widths of MLPs',
      transformer(8, 3, { 'blocks/1/mlp/input/kernel': [8, 16] }),
      transformer(8, 3),
      { blocks: { from: 1 } },
      "\"mlp\" can't be shared: blocks/1/mlp/input/kernel is [8, 16] in the image tower and [8, 32] in the text tower; these towers can share shared({ parts: ['attention', 'norms', 'projection'], blocks: { from: 1 } })",
    ],
    [
      'two widths',
      net(4),
      transformer(8, 1),
      undefined,
      '"projection" can\'t be shared: projection is [4, 6] in the image tower and [8, 6] in the text tower; these towers can share nothing: give them equal widths, share the trunk of a head (residualTrunk), or use separate()',
    ],
    [
      'parts that one tower lacks',
      net(8),
      transformer(8, 2),
      { parts: ['attention', 'mlp'] },
      "the towers have nothing in common in 'attention', 'mlp', so nothing would be shared; these towers can share shared({ parts: ['projection'] })",
    ],
    [
      'blocks that one tower lacks',
      transformer(8, 4),
      transformer(8, 2),
      { parts: ['mlp'], blocks: { from: 2, to: 4 } },
      "nothing in common in 'mlp' of blocks 2 to 3, so nothing would be shared; these towers can share shared({ parts: ['mlp'] })",
    ],
  ])('refuses %s, and says what fits', (_, image, text, options, message) => {
    expect(check(image, text, options)).toThrow(UserError);
    expect(check(image, text, options)).toThrow(message);
  });

  it('names the nearest option of a misspelt one', () => {
    // @ts-expect-error -- misspelt
    expect(() => shared({ part: ['mlp'] })).toThrow('did you mean "parts"');
    // @ts-expect-error -- no such part
    expect(() => shared({ parts: ['atention'] })).toThrow('parts.0');
  });
});
