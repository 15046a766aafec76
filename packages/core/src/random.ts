import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { sha256 } from './json';

/** A stream of pseudo-random numbers. Equal keys give equal streams on every machine and Node version. */
export interface Random {
  /** In [0, 1). */
  uniform(): number;
  /** A whole number in [0, n). */
  integer(n: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
  /** A permutation of 0 … n-1 (Fisher-Yates). */
  permutation(n: number): Uint32Array;
  /** `count` different items in random order; all of them if there are fewer. */
  sample<T>(items: readonly T[], count: number): T[];
}

/** The stream named by its keys, for example `random(seed, 'augmentation', epoch, index)`. */
export function random(...keys: readonly (string | number)[]): Random {
  const generator = xoroshiro128plus(Number.parseInt(sha256(JSON.stringify(keys)).slice(0, 8), 16) | 0);
  const uniform = () => uniformFloat64(generator);
  const integer = (n: number) => uniformInt(generator, 0, n - 1);
  const permutation = (n: number) => {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  };
  return {
    uniform,
    integer,
    permutation,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    sample: (items, count) => Array.from(permutation(items.length).subarray(0, count), (i) => items[i]!),
  };
}
