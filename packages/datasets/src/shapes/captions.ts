import type { ClassSet } from '@alignclip/core';
import { concepts, names, type Concept } from './concepts';

/** "a large red circle at the top left"; what is not known is left out, down to "a shape". */
export function describeConcept({ colour, form = 'shape' as never, size, position }: Partial<Concept>): string {
  const words = [size, colour, form].filter((word) => word !== undefined).join(' ');
  const article = /^[aeiou]/.test(words) ? 'an' : 'a';
  return `${article} ${words}${position === undefined ? '' : ` at the ${position}`}`;
}

export const classSets: readonly ClassSet[] = [
  { name: 'colour', classes: names.colour, templates: ['a {} shape', 'a shape in {}'] },
  { name: 'form', classes: names.form, templates: ['a {}', 'a picture of a {}'] },
  { name: 'size', classes: names.size, templates: ['a {} shape'] },
  { name: 'position', classes: names.position, templates: ['a shape at the {}'] },
];

/** Together these hold every word of captions and class prompts. */
export const allTexts = (): readonly string[] => [
  ...concepts.map(describeConcept),
  describeConcept({ colour: 'orange' }),
  ...classSets.flatMap(({ classes, templates }) =>
    classes.flatMap((name) => templates.map((template) => template.replace('{}', name))),
  ),
];
