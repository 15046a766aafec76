import { sha256 } from '@alignclip/core';

/** How a variant looks in every figure: colour for most readers, dash and shape for the others and for grey print. */
export interface VariantStyle {
  readonly color: string;
  /** Lengths of strokes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
  /** A symbol of Vega. */
  readonly shape: string;
}

const style = (color: string, shape: string, ...dash: number[]): VariantStyle => ({ color, shape, dash });

/** Colours of Okabe and Ito (2008) and of Paul Tol: distinct for colour-blind readers, on white and on dark. */
const named: Readonly<Record<string, VariantStyle>> = {
  CLIP: style('#D55E00', 'circle'),
  SharedCLIP: style('#0072B2', 'square', 7, 3),
  'CLIP + IMSep': style('#E69F00', 'triangle-up', 2, 2),
  AlignCLIP: style('#009E73', 'diamond', 9, 3, 2, 3),
  CyCLIP: style('#56B4E9', 'triangle-down', 5, 5),
  SigLIP: style('#CC79A7', 'cross', 12, 3),
  SLIP: style('#AA4499', 'triangle-right', 3, 5),
};

const others: readonly VariantStyle[] = [
  style('#000000', 'cross', 4, 2),
  style('#999933', 'triangle-left', 10, 2, 2, 2),
  style('#6A5ACD', 'triangle-down', 1, 3),
  style('#7F7F7F', 'triangle-right', 6, 6),
  style('#56B4E9', 'square', 3, 1),
  style('#CC79A7', 'diamond', 12, 6),
  style('#AA4499', 'circle', 2, 5),
];

const given = [...Object.values(named), ...others];
const colours = [...new Set(given.map(({ color }) => color))];
const dashes = given.map(({ dash }) => dash);
/** Those of Vega, then paths within a square around 0 with sides of 2. */
const shapes = [
  ...['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross', 'triangle-right', 'triangle-left'],
  'M0,-1L.23,-.31L.95,-.31L.36,.12L.59,.81L0,.38L-.59,.81L-.36,.12L-.95,-.31L-.23,-.31Z',
  'M0,-1L.87,-.5L.87,.5L0,1L-.87,.5L-.87,-.5Z',
  'M-.9,-.9L.9,-.9L-.9,.9L.9,.9Z',
  'M-.9,-.9L.9,.9L.9,-.9L-.9,.9Z',
  'M0,-1L1,-.2L.6,1L-.6,1L-1,-.2Z',
  'M-1,-.35L1,-.35L1,.35L-1,.35Z',
];

/** As many styles as colours in each round; no two of all have one colour and one dash, or one colour and one shape. */
const round = (number: number): VariantStyle[] =>
  colours
    .map((color, c) => ({
      color,
      dash: dashes[(number + c) % dashes.length]!,
      shape: shapes[(number + 3 * c) % shapes.length]!,
    }))
    .filter((one) => !given.some((other) => looksLike(one, other)));

const looksLike = (a: VariantStyle, b: VariantStyle): boolean =>
  a.color === b.color && (a.dash === b.dash || a.shape === b.shape);

/** Styles for names that aren't known, the first ones first. */
const rounds = [others, ...dashes.map((_, number) => round(number))].filter(({ length }) => length > 0);

/**
 * A style for each name: well-known variants have their own. The others have one that follows from their name, and from
 * the other names only where two would look alike or there are more than seven. About 130 can be told apart; beyond them
 * some share one.
 */
export function variantStyles(names: readonly string[]): ReadonlyMap<string, VariantStyle> {
  const unknown = [...new Set(names)].filter((name) => !Object.hasOwn(named, name)).sort();
  const chosen = new Map<string, VariantStyle>();
  let [number, taken] = [0, new Set<number>()];
  for (const name of unknown) {
    if (taken.size === rounds[number]!.length) [number, taken] = [(number + 1) % rounds.length, new Set()];
    const styles = rounds[number]!;
    let place = parseInt(sha256(name).slice(0, 8), 16) % styles.length;
    while (taken.has(place)) place = (place + 1) % styles.length;
    taken.add(place);
    chosen.set(name, styles[place]!);
  }
  return new Map(names.map((name) => [name, chosen.get(name) ?? named[name]!]));
}
