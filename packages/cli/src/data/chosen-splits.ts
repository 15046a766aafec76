import { unknownName, type Dataset } from '@alignclip/core';

/** The splits asked for, or all. Throws UserError naming the nearest one. */
export function chosenSplits({ splits }: Dataset, asked: readonly string[] = splits): readonly string[] {
  const unknown = asked.find((split) => !splits.includes(split));
  if (unknown !== undefined) throw unknownName('split', unknown, splits);
  return asked;
}
