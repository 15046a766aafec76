import { sha256 } from '@alignclip/core';

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

export const forms = ['circle', 'square', 'triangle', 'diamond', 'cross', 'ring'] as const;

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

/** What an image shows, in full. */
export interface Concept {
  readonly colour: keyof typeof colours;
  readonly form: (typeof forms)[number];
  readonly size: keyof typeof radii;
  readonly position: keyof typeof centres;
}

const keys = <K extends string>(record: Readonly<Record<K, unknown>>): K[] => Object.keys(record) as K[];

export const names = { colour: keys(colours), form: [...forms], size: keys(radii), position: keys(centres) } as const;

/** Every combination, in a fixed order. */
export const concepts: readonly Concept[] = names.colour.flatMap((colour) =>
  names.form.flatMap((form) =>
    names.size.flatMap((size) => names.position.map((position) => ({ colour, form, size, position }))),
  ),
);

export type Side = 'train' | 'val' | 'test';

/** Eight tenths of the combinations are for training, a tenth each for the others; decided by a hash. */
export function sideOf(concept: Concept): Side {
  const share = Number.parseInt(sha256(`v1:${Object.values(concept).join(' ')}`).slice(0, 8), 16) / 2 ** 32;
  if (share < 0.8) return 'train';
  return share < 0.9 ? 'val' : 'test';
}
