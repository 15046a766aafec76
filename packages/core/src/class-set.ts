import type { Dataset } from './contracts/dataset';
import { unknownName, UserError } from './errors';

/**
 * The class set called `wanted`, by default the data set's first one. `who` names the caller in errors. Throws UserError
 * if the data set has no class sets or none of this name.
 */
export function classSetName(who: string, { name, classSets }: Dataset, wanted: string | undefined): string {
  const known = classSets.map((set) => set.name);
  const chosen = wanted ?? known[0];
  if (chosen === undefined) throw new UserError(`${who}: the data set "${name}" has no classes`);
  if (!known.includes(chosen)) throw unknownName('class set', chosen, known);
  return chosen;
}
