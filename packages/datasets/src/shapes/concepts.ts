import { inTemplate, sha256, type ClassSet, type Fold } from '@alignclip/core';

/** RGB of each colour. */
export const colours = {
  red: [220, 30, 40],
  orange: [245, 140, 20],
  yellow: [245, 215, 30],
  green: [40, 160, 60],
  blue: [40, 90, 220],
  purple: [140, 50, 170],
  brown: [120, 75, 40],
  black: [20, 20, 20],
} as const;

const forms = ['circle', 'square', 'triangle', 'diamond', 'cross', 'ring'] as const;

/** Radius as a share of the image's edge. */
export const radii = { small: 0.1, medium: 0.17, large: 0.25 } as const;

/** Centre as a share of the image's edge, [x, y]. */
export const centres = {
  'top left': [0.3, 0.3],
  top: [0.5, 0.3],
  'top right': [0.7, 0.3],
  left: [0.3, 0.5],
  center: [0.5, 0.5],
  right: [0.7, 0.5],
  'bottom left': [0.3, 0.7],
  bottom: [0.5, 0.7],
  'bottom right': [0.7, 0.7],
} as const;

/** The content of an image. */
export interface Concept {
  readonly colour: keyof typeof colours;
  readonly form: (typeof forms)[number];
  readonly size: keyof typeof radii;
  readonly position: keyof typeof centres;
}

const keys = <K extends string>(record: Readonly<Record<K, unknown>>): K[] => Object.keys(record) as K[];

const names = { colour: keys(colours), form: [...forms], size: keys(radii), position: keys(centres) } as const;

/** Every combination, in a fixed order. */
export const concepts: readonly Concept[] = names.colour.flatMap((colour) =>
  names.form.flatMap((form) =>
    names.size.flatMap((size) => names.position.map((position) => ({ colour, form, size, position }))),
  ),
);

export type Side = 'train' | 'val' | 'test';

/**
 * Eight tenths of the combinations are for training, a tenth each for val and test; a hash decides. A fold turns the
 * shares: its test combinations are none of another fold's.
 */
export function sideOf(concept: Concept, { index, of }: Fold = { index: 0, of: 1 }): Side {
  const hash = Number.parseInt(sha256(`v1:${Object.values(concept).join(' ')}`).slice(0, 8), 16) / 2 ** 32;
  const share = (hash + index / of) % 1;
  if (share < 0.8) return 'train';
  return share < 0.9 ? 'val' : 'test';
}

/** The attributes that a caption names. */
type Named = { readonly [Attribute in keyof Concept]?: Concept[Attribute] | undefined };

/** "a large red circle at the top left"; missing attributes are left out, down to "a shape". */
export function describeConcept({ colour, form = 'shape' as never, size, position }: Named): string {
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

const orNone = <T>(values: readonly T[]): readonly (T | undefined)[] => [...values, undefined];

const listed = (): readonly string[] => [
  ...orNone(names.colour).flatMap((colour) =>
    orNone(names.form).flatMap((form) =>
      orNone(names.size).flatMap((size) =>
        orNone(names.position).map((position) => describeConcept({ colour, form, size, position })),
      ),
    ),
  ),
  ...classSets.flatMap(({ classes, templates }) =>
    classes.flatMap((name) => templates.map((template) => inTemplate(template, name))),
  ),
];

let texts: readonly string[] | undefined;

/** Every caption that names all, some or no attributes, and every class prompt. */
export const allTexts = (): readonly string[] => (texts ??= listed());
