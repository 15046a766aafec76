import type { Matrix } from '@alignclip/core';
import { UserError } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { unitRows } from '../matrix/unit-rows';
import { centroidDifference } from './centroid-distance';
import type { ShiftedEmbeddings } from './centroid-shift';

/**
 * Drops the `count` dimensions with the largest |mean(I)_k − mean(T)_k| and renormalises (Schrodi et al. 2024).
 * Throws UserError unless 0 ≤ count < d, or where a row has nothing left.
 */
export function dimensionAblation(image: Matrix, text: Matrix, count: number): ShiftedEmbeddings {
  const ablate = gapAblation(image, text, count);
  return { image: ablate(image, 'image'), text: ablate(text, 'text') };
}

/** The same for any embeddings of a modality: the dimensions are those of `image` and `text`. */
export function gapAblation(
  image: Matrix,
  text: Matrix,
  count: number,
): (ablated: Matrix, modality: 'image' | 'text') => Matrix {
  checkSameWidth(image, text);
  if (!(Number.isInteger(count) && count >= 0 && count < image.columns)) {
    throw new UserError(`dropped dimensions = ${count}: must be a whole number from 0 to ${image.columns - 1}`);
  }
  const difference = centroidDifference(image, text);
  const kept = Array.from(difference.keys())
    .sort((a, b) => Math.abs(difference[b]!) - Math.abs(difference[a]!) || a - b)
    .slice(count)
    .sort((a, b) => a - b);
  return (ablated, modality) =>
    unitRows(columnsOf(ablated, kept), `${modality} embeddings without the dropped dimensions`);
}

function columnsOf({ rows, columns, values }: Matrix, kept: readonly number[]): Matrix {
  const width = kept.length;
  const taken = Float32Array.from(
    { length: rows * width },
    (_, at) => values[Math.floor(at / width) * columns + kept[at % width]!]!,
  );
  return { rows, columns: width, values: taken };
}
