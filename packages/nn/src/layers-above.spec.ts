import { layersAbove } from './layers-above';

const tower = (name: string, blocks: number) => [
  `${name}/patch-embedding/kernel`,
  `${name}/positions`,
  ...Array.from({ length: blocks }, (_, i) => `${name}/blocks/${i}/mlp/input/kernel`),
  `${name}/post-norm/scale`,
  `${name}/projection`,
];

describe('layersAbove', () => {
  it('counts from the head of each tower to its input', () => {
    const depths = layersAbove([...tower('image', 3), ...tower('text', 1), 'logit-scale']);
    expect(Object.fromEntries(depths)).toEqual({
      'image/patch-embedding/kernel': 4,
      'image/positions': 4,
      'image/blocks/0/mlp/input/kernel': 3,
      'image/blocks/1/mlp/input/kernel': 2,
      'image/blocks/2/mlp/input/kernel': 1,
      'text/patch-embedding/kernel': 2,
      'text/positions': 2,
      'text/blocks/0/mlp/input/kernel': 1,
    });
  });

  it('puts the input of a tower below the blocks that it shares', () => {
    const depths = layersAbove(['image/positions', 'shared/blocks/0/x', 'shared/blocks/1/x', 'text/token-embedding']);
    expect([...depths.values()]).toEqual([3, 2, 1, 3]);
  });

  it('puts relative positions and the first norm at the input', () => {
    const depths = layersAbove(['text/relative-positions', 'text/pre-norm/scale', 'text/blocks/0/norm-1/scale']);
    expect([...depths.values()]).toEqual([2, 2, 1]);
  });

  it('orders stages, what stands between their blocks included', () => {
    const depths = layersAbove([
      'image/stem/kernel',
      'image/stages/0/blocks/0/scale',
      'image/stages/1/down/kernel',
      'image/stages/1/blocks/0/scale',
      'image/stages/1/blocks/1/scale',
    ]);
    expect([...depths.values()]).toEqual([5, 4, 3, 2, 1]);
  });

  it('leaves a tower without blocks right below its head', () => {
    expect([...layersAbove(['text/token-embedding', 'text/projection', 'image/blocks/0/x'])]).toEqual([
      ['text/token-embedding', 1],
      ['image/blocks/0/x', 1],
    ]);
  });
});
