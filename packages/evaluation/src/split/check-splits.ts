import { type Dataset, unknownName } from '@alignclip/core';

/** Throws UserError where the data set doesn't have one of the splits. */
export function checkSplits({ name, splits }: Pick<Dataset, 'name' | 'splits'>, wanted: readonly string[]): void {
  const unknown = wanted.find((split) => !splits.includes(split));
  if (unknown !== undefined) throw unknownName(`split of ${name}:`, unknown, splits);
}
