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

/**
 * A style for each name: well-known variants have their own. The others have one that follows from their name, and from
 * the other names only where two would look alike. If there are more names than styles, some share one.
 */
export function variantStyles(names: readonly string[]): ReadonlyMap<string, VariantStyle> {
  const unknown = [...new Set(names)].filter((name) => !Object.hasOwn(named, name)).sort();
  const taken = new Set<number>();
  const chosen = new Map<string, VariantStyle>();
  for (const name of unknown) {
    if (taken.size === others.length) taken.clear();
    let place = parseInt(sha256(name).slice(0, 8), 16) % others.length;
    while (taken.has(place)) place = (place + 1) % others.length;
    taken.add(place);
    chosen.set(name, others[place]!);
  }
  return new Map(names.map((name) => [name, chosen.get(name) ?? named[name]!]));
}
