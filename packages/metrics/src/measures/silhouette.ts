import type { Matrix } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { pairSweep } from './pair-sweep';

/**
 * (b − a) / max(a, b) of every row, images then texts, in [-1, 1]: a is its mean distance from the other rows of its
 * modality, b that from the rows of the other one (Rousseeuw 1987); 0 for the only row of a modality. [n + m]
 */
export function silhouettes(image: Matrix, text: Matrix): Float64Array {
  checkSameWidth(image, text);
  const { images, texts, imageToText, textToImage } = pairSweep(image, text);
  const values = new Float64Array(image.rows + text.rows);
  for (const [inside, outside, others, at] of [
    [images.distance, imageToText.distance, text.rows, 0],
    [texts.distance, textToImage.distance, image.rows, image.rows],
  ] as const) {
    const { length } = inside;
    inside.forEach((sum, i) => {
      const [a, b] = [sum / (length - 1), outside[i]! / others];
      values[at + i] = length > 1 ? (b - a) / Math.max(a, b) : 0;
    });
  }
  return values;
}

/** The mean silhouette by modality: 0 where the modalities are mixed, near 1 where they are apart. NaN where all rows are one point. */
export const silhouette = (image: Matrix, text: Matrix): number => {
  const values = silhouettes(image, text);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};
