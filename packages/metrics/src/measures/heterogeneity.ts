import type { Matrix } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { innerProducts } from '../matrix/inner-products';
import { stackRows, unitRows } from '../matrix/rows';

/** Who is next to whom among images and texts together, by cosine and without the row itself (Role et al. 2025). */
export interface Heterogeneity {
  readonly imageNearestImage: number;
  readonly imageNearestText: number;
  readonly textNearestText: number;
  readonly textNearestImage: number;
  /** Images whose nearest row is an image / those whose nearest is a text: 1 where mixed; Infinity where none is a text. */
  readonly ITR: number;
  /** The same for texts. */
  readonly TIR: number;
  /** Mean rank, from 1, at which an image meets its first text. */
  readonly TMR: number;
  /** Mean rank, from 1, at which a text meets its first image. */
  readonly IMR: number;
}

/** The numbers of rows may differ. Throws UserError on different widths and rows without a direction. */
export function heterogeneity(image: Matrix, text: Matrix): Heterogeneity {
  checkSameWidth(image, text);
  const all = stackRows([unitRows(image, 'image embeddings'), unitRows(text, 'text embeddings')]);
  const products = new Float64Array(all.rows);
  const own = [0, 0];
  const ranks = [0, 0];
  for (let i = 0; i < all.rows; i += 1) {
    innerProducts(all, i, all, products);
    const side = i < image.rows ? 0 : 1;
    const [from, to] = side === 0 ? [image.rows, all.rows] : [0, image.rows];
    const best = products.subarray(from, to).reduce((most, value) => Math.max(most, value), -Infinity);
    let nearer = 0;
    for (let j = 0; j < all.rows; j += 1) if (j !== i && (j < from || j >= to) && products[j]! >= best) nearer += 1;
    ranks[side]! += nearer + 1;
    if (nearer > 0) own[side]! += 1;
  }
  const [n, m] = [image.rows, text.rows];
  return {
    imageNearestImage: own[0]!,
    imageNearestText: n - own[0]!,
    textNearestText: own[1]!,
    textNearestImage: m - own[1]!,
    ITR: own[0]! / (n - own[0]!),
    TIR: own[1]! / (m - own[1]!),
    TMR: ranks[0]! / n,
    IMR: ranks[1]! / m,
  };
}
