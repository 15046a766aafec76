import { clusterOfTfConfig, tfConfig } from './cluster';
import { UserError } from './errors';

describe('TF_CONFIG', () => {
  const cluster = { addresses: ['a:1', 'b.c:2'], rank: 1 };

  it('is read as it is written', () => {
    expect(clusterOfTfConfig(tfConfig(cluster), 2)).toEqual(cluster);
    expect(clusterOfTfConfig('{"cluster":{"worker":["a:1"]},"task":{"index":0}}', 1)).toEqual({
      addresses: ['a:1'],
      rank: 0,
    });
  });

  it.each([
    ['nothing', undefined, 2, 'TF_CONFIG: missing'],
    ['no JSON', '{', 2, 'TF_CONFIG: '],
    ['another size', tfConfig(cluster), 4, 'names 2 workers, but 4 were asked for'],
    ['a rank beyond', tfConfig({ ...cluster, rank: 2 }), 2, 'task.index = 2; the workers are 0 to 1'],
    ['a chief', '{"cluster":{"chief":["a:1"],"worker":["b:1"]},"task":{"index":0}}', 1, 'cluster: Unrecognized key'],
    ['a parameter server', '{"cluster":{"worker":["a:1"]},"task":{"type":"ps","index":0}}', 1, 'task.type'],
  ])('refuses %s', (_what, text, size, message) => {
    expect(() => clusterOfTfConfig(text, size)).toThrow(UserError);
    expect(() => clusterOfTfConfig(text, size)).toThrow(message);
  });
});
