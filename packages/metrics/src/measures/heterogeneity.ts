import type { Matrix } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { asUnitRows } from '../matrix/rows';
import { pairSweep } from './pair-sweep';

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
  const { nearerImages, nearerTexts } = pairSweep(
    asUnitRows(image, 'image embeddings'),
    asUnitRows(text, 'text embeddings'),
  );
  const isOwn = (nearer: Float64Array) => nearer.map((count) => (count > 0 ? 1 : 0));
  const ranks = (nearer: Float64Array) => nearer.map((count) => count + 1);
  return {
    isOwn: { image: isOwn(nearerImages), text: isOwn(nearerTexts) },
    ranks: { image: ranks(nearerImages), text: ranks(nearerTexts) },
  };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
