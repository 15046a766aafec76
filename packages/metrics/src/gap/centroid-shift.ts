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
  const move = gapShift(image, text);
  return { image: move(image, 'image', delta), text: move(text, 'text', delta) };
}

/** The same movement for any embeddings of a modality, class prompts say, along the u of `image` and `text`. */
export function gapShift(
  image: Matrix,
  text: Matrix,
): (moved: Matrix, modality: 'image' | 'text', delta: number) => Matrix {
  checkSameWidth(image, text);
  const difference = centroidDifference(image, text);
  const length = euclideanNorm(difference);
  return (moved, modality, delta) => {
    const step = (modality === 'image' ? -0.5 : 0.5) * delta;
    const by = difference.map((value) => (length === 0 ? 0 : (step * value) / length));
    return unitRows(translated(moved, by), `shifted ${modality} embeddings`);
  };
}

const translated = ({ rows, columns, values }: Matrix, by: Float64Array): Matrix => ({
  rows,
  columns,
  values: values.map((value, at) => value + by[at % columns]!),
});
