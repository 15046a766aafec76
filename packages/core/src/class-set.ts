import type { Dataset } from './contracts/dataset';
import { unknownName, UserError } from './errors';

/**
 * The name of the class set that `wanted` names, the data set's first one if left out. `who` asks. Throws UserError
 * where the data set has none or no such one.
 */
export function classSetName(who: string, { name, classSets }: Dataset, wanted: string | undefined): string {
  const known = classSets.map((set) => set.name);
  const chosen = wanted ?? known[0];
  if (chosen === undefined) throw new UserError(`${who}: the data set "${name}" has no classes`);
  if (!known.includes(chosen)) throw unknownName('class set', chosen, known);
  return chosen;
}
