/** What stands in front of the first block of a tower. */
const input =
  /^(patch-embedding|class-token|registers|positions|relative-positions|pre-norm|token-embedding|stem|stem-norm)(\/|$)/;

/** The block that a path lies in: `blocks/3`, `stages/1/blocks/0`, `stages/1` for what is in no block of it. */
const block = /^((stages\/\d+\/)?blocks\/\d+|stages\/\d+)\//;

/**
 * The number of layers above each address, for learning rates that fall towards the input (Clark et al., arXiv
 * 2003.10555; Bao et al., arXiv 2106.08254): 0 at a tower's head and outside the towers, 1 in its last block, one more
 * in each block below, most at its input. The order of blocks is that in which they were made.
 */
export function layersAbove(addresses: readonly string[]): Map<string, number> {
  const layers = new Map<string, string[]>(); // of each tower, from the input on
  const layerOf = new Map<string, readonly [tower: string, layer: string]>();
  for (const address of addresses) {
    const [tower = '', ...rest] = address.split('/');
    const path = rest.join('/');
    const layer = input.test(path) ? 'input' : block.exec(path)?.[1];
    if (layer === undefined) continue;
    layerOf.set(address, [tower, layer]);
    const known = layers.get(tower) ?? [];
    if (layer !== 'input' && !known.includes(layer)) layers.set(tower, [...known, layer]);
  }
  const shared = layers.get('shared')?.length ?? 0;
  return new Map(
    [...layerOf].map(([address, [tower, layer]]) => {
      const own = layers.get(tower) ?? [];
      return [address, layer === 'input' ? (own.length || shared) + 1 : own.length - own.indexOf(layer)];
    }),
  );
}
