import { UserError, type ClassSet } from '@alignclip/core';
import { z } from 'zod';

export const classSetOption = z.string().min(1).default('class').describe('name of the class set');

export const templatesOption = (initial: string[]) =>
  z
    .array(z.string().includes('{}'))
    .min(1)
    .default(initial)
    .describe('prompts of a class, with `{}` for its name; the first one makes the captions');

/** The class set. Throws UserError naming reader and class where two of its classes have the same name. */
export function checkedClassSet(reader: string, set: ClassSet): ClassSet {
  const twice = set.classes.find((label, i) => set.classes.indexOf(label) !== i);
  if (twice !== undefined) throw new UserError(`${reader}: two classes have the name "${twice}"`);
  return set;
}

/** The caption of an image of which only the class is known. */
export const captionOfClass = ({ templates }: Pick<ClassSet, 'templates'>, label: string): string =>
  templates[0]!.replaceAll('{}', label);

/** Every class in every template. */
export const promptsOf = (sets: readonly ClassSet[]): string[] =>
  sets.flatMap(({ classes, templates }) =>
    templates.flatMap((template) => classes.map((name) => template.replaceAll('{}', name))),
  );
