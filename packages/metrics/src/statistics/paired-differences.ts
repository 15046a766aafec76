import { UserError } from '@alignclip/core';

/** a_i − b_i. Throws UserError on unequal lengths, none, or one not finite. */
export function pairedDifferences(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new UserError(`a paired test needs equal counts: ${a.length} and ${b.length}`);
  if (a.length === 0) throw new UserError('a paired test needs at least one pair');
  const differences = a.map((value, i) => value - b[i]!);
  const bad = differences.findIndex((difference) => !Number.isFinite(difference));
  if (bad >= 0) throw new UserError(`pair ${bad} of a paired test is ${a[bad]} and ${b[bad]}`);
  return differences;
}
