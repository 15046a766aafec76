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

/** Of each row: whether its nearest row is of its own modality (0 or 1), and the rank of the first row of the other. */
export interface HeterogeneityRows {
  readonly isOwn: { readonly image: Float64Array; readonly text: Float64Array };
  readonly ranks: { readonly image: Float64Array; readonly text: Float64Array };
}

/** The numbers of rows may differ. Throws UserError on different widths and rows without a direction. */
export function heterogeneity(image: Matrix, text: Matrix): Heterogeneity {
  const { isOwn, ranks } = heterogeneityRows(image, text);
  const [ownImages, ownTexts] = [sum(isOwn.image), sum(isOwn.text)];
  const [n, m] = [image.rows, text.rows];
  return {
    imageNearestImage: ownImages,
    imageNearestText: n - ownImages,
    textNearestText: ownTexts,
    textNearestImage: m - ownTexts,
    ITR: ownImages / (n - ownImages),
    TIR: ownTexts / (m - ownTexts),
    TMR: sum(ranks.image) / n,
    IMR: sum(ranks.text) / m,
  };
}

/** As `heterogeneity`; of equally near rows the row's own modality counts as nearer. */
export function heterogeneityRows(image: Matrix, text: Matrix): HeterogeneityRows {
  checkSameWidth(image, text);
  const all = stackRows([unitRows(image, 'image embeddings'), unitRows(text, 'text embeddings')]);
  const products = new Float64Array(all.rows);
  const rows = (count: number) => ({ isOwn: new Float64Array(count), ranks: new Float64Array(count) });
  const sides = [rows(image.rows), rows(text.rows)] as const;
  for (let i = 0; i < all.rows; i += 1) {
    innerProducts(all, i, all, products);
    const [side, at] = i < image.rows ? [sides[0], i] : [sides[1], i - image.rows];
    const [from, to] = side === sides[0] ? [image.rows, all.rows] : [0, image.rows];
    const best = products.subarray(from, to).reduce((most, value) => Math.max(most, value), -Infinity);
    let nearer = 0;
    for (let j = 0; j < all.rows; j += 1) if (j !== i && (j < from || j >= to) && products[j]! >= best) nearer += 1;
    side.ranks[at] = nearer + 1;
    side.isOwn[at] = nearer > 0 ? 1 : 0;
  }
  const [ofImages, ofTexts] = sides;
  return {
    isOwn: { image: ofImages.isOwn, text: ofTexts.isOwn },
    ranks: { image: ofImages.ranks, text: ofTexts.ranks },
  };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
