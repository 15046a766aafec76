import { UserError, type ClassSet } from '@alignclip/core';

/** The class set. Throws UserError naming reader and class where two of its classes have one name. */
export function checkedClassSet(reader: string, set: ClassSet): ClassSet {
  const twice = set.classes.find((label, i) => set.classes.indexOf(label) !== i);
  if (twice !== undefined) throw new UserError(`${reader}: two classes are called "${twice}"`);
  return set;
}

/** What a picture of a class is called where nobody has described it. */
export const captionOfClass = ({ templates }: Pick<ClassSet, 'templates'>, label: string): string =>
  templates[0]!.replaceAll('{}', label);
