/** Every relative path of a tower with that many blocks, as the contract of SharingStrategy lists them. */
export function towerPaths(blocks: number): string[] {
  const pair = (folder: string, names: readonly string[]) => names.map((name) => `${folder}/${name}`);
  const block = (i: number) =>
    [
      ...pair('norm-1', ['scale', 'bias']),
      ...pair('attention/qkv', ['kernel', 'bias']),
      ...pair('attention/output', ['kernel', 'bias']),
      ...pair('norm-2', ['scale', 'bias']),
      ...pair('mlp/input', ['kernel', 'bias']),
      ...pair('mlp/output', ['kernel', 'bias']),
    ].map((path) => `blocks/${i}/${path}`);
  const own = [
    'patch-embedding/kernel',
    'class-token',
    'registers',
    'positions',
    ...pair('pre-norm', ['scale', 'bias']),
    'token-embedding',
  ];
  return [
    ...own,
    ...Array.from({ length: blocks }, (_, i) => block(i)).flat(),
    'pooling/probe',
    ...pair('pooling/attention/query', ['kernel', 'bias']),
    ...pair('pooling/mlp/input', ['kernel', 'bias']),
    ...pair('post-norm', ['scale', 'bias']),
    'projection',
    'projection-bias',
    'projection/input/kernel',
    ...pair('head/adapter', ['kernel', 'bias']),
    ...pair('head/blocks/0/norm-1', ['scale', 'bias']),
    ...pair('head/blocks/0/mlp/input', ['kernel', 'bias']),
    ...pair('head/post-norm', ['scale', 'bias']),
    ...pair('head/projection', ['kernel', 'bias']),
  ];
}
