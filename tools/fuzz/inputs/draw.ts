import type { Random } from '@alignclip/core';
import fc from 'fast-check';

/** One value of the grammar; equal streams give equal values. */
export const drawn = <T>(random: Random, grammar: fc.Arbitrary<T>): T =>
  fc.sample(grammar, { seed: random.integer(2 ** 31), numRuns: 1 })[0]!;

export const chosen = <T>(random: Random, items: readonly T[]): T => items[random.integer(items.length)]!;

/** True in that share of all calls. */
export const happens = (random: Random, share: number): boolean => random.uniform() < share;
