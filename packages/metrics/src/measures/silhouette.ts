import type { Matrix } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { eachRowOfSquares } from '../matrix/pair-squares';

/**
 * (b − a) / max(a, b) of every row, images then texts, in [-1, 1]: a is its mean distance from the other rows of its
 * modality, b that from the rows of the other one (Rousseeuw 1987); 0 for the only row of a modality. [n + m]
 */
export function silhouettes(image: Matrix, text: Matrix): Float64Array {
  checkSameWidth(image, text);
  const values = new Float64Array(image.rows + text.rows);
  for (const [own, other, at] of [
    [image, text, 0],
    [text, image, image.rows],
  ] as const) {
    const [inside, outside] = [distanceSums(own, own), distanceSums(own, other)];
    for (let i = 0; i < own.rows; i += 1) {
      const [a, b] = [inside[i]! / (own.rows - 1), outside[i]! / other.rows];
      values[at + i] = own.rows > 1 ? (b - a) / Math.max(a, b) : 0;
    }
  }
  return values;
}

/** The mean silhouette by modality: 0 where the modalities are mixed, near 1 where they are apart. NaN where all rows are one point. */
export const silhouette = (image: Matrix, text: Matrix): number => {
  const values = silhouettes(image, text);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

const distanceSums = (a: Matrix, b: Matrix): Float64Array => {
  const sums = new Float64Array(a.rows);
  eachRowOfSquares(a, b, (i, squares) => {
    let sum = 0;
    for (let j = 0; j < squares.length; j += 1) sum += a === b && i === j ? 0 : Math.sqrt(squares[j]!);
    sums[i] = sum;
  });
  return sums;
};
