import type { ClassSet, Dataset } from './contracts/dataset';
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

/** The template with a text in place of every `{}`; the text is taken as it is. */
export const inTemplate = (template: string, text: string): string => template.replaceAll('{}', () => text);

/** Every class of a set in every template, template by template. */
export const promptsOf = ({ classes, templates }: Pick<ClassSet, 'classes' | 'templates'>): string[] =>
  templates.flatMap((template) => classes.map((name) => inTemplate(template, name)));

/**
 * The label of each class in `Example.labels`: its name, or, where several classes have that name, name and number
 * ("missile (657)"). All labels of a set are different.
 */
export function classLabels({ classes }: Pick<ClassSet, 'classes'>): readonly string[] {
  const places = new Map<string, number>();
  for (const name of classes) places.set(name, (places.get(name) ?? 0) + 1);
  const taken = new Set(classes);
  return classes.map((name, number) => {
    if (places.get(name) === 1) return name;
    let label = name;
    while (taken.has(label)) label += ` (${number})`;
    taken.add(label);
    return label;
  });
}
