import type { Matrix } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { euclideanNorm } from '../matrix/euclidean-norm';
import { unitRows } from '../matrix/unit-rows';
import { centroidDifference } from './centroid-distance';

export interface ShiftedEmbeddings {
  readonly image: Matrix;
  readonly text: Matrix;
}

/**
 * Moves the modalities toward each other along u = Δ/‖Δ‖, Δ = mean(I) − mean(T): I' = norm(I − ½δu), T' = norm(T + ½δu);
 * δ < 0 moves them apart. Liang et al. 2022, official code. Without a gap (Δ = 0) there is no direction and nothing moves.
 */
export function centroidShift(image: Matrix, text: Matrix, delta: number): ShiftedEmbeddings {
  checkSameWidth(image, text);
  const difference = centroidDifference(image, text);
  const length = euclideanNorm(difference);
  const half = difference.map((value) => (length === 0 ? 0 : (0.5 * delta * value) / length));
  return {
    image: unitRows(translated(image, half, -1), 'shifted image embeddings'),
    text: unitRows(translated(text, half, 1), 'shifted text embeddings'),
  };
}

const translated = ({ rows, columns, values }: Matrix, by: Float64Array, sign: number): Matrix => ({
  rows,
  columns,
  values: values.map((value, at) => value + sign * by[at % columns]!),
});
