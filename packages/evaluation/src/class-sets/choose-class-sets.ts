import { type ClassSet, type Dataset, unknownName, UserError } from '@alignclip/core';

/** The class sets of a data set by name, all of them for undefined. Throws UserError on an unknown one, or none at all. */
export function chooseClassSets(dataset: Dataset, wanted: readonly string[] | undefined): readonly ClassSet[] {
  const { name, classSets } = dataset;
  if (classSets.length === 0) throw new UserError(`data set ${name} has no class sets to evaluate classification on`);
  const names = classSets.map((set) => set.name);
  return (wanted ?? names).map((want) => {
    const found = classSets.find((set) => set.name === want);
    if (found === undefined) throw unknownName('class set', want, names);
    return found;
  });
}
