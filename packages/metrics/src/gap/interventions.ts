import { type Matrix, UserError } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { euclideanNorm } from '../matrix/inner-products';
import { unitRows } from '../matrix/rows';
import { centroidDifference } from './centroid-distance';

/** Both modalities after an intervention on the gap. */
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

/** The same shift for any embeddings of a modality (e.g. class prompts), along the u of `image` and `text`. */
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

/**
 * Drops the `count` dimensions with the largest |mean(I)_k − mean(T)_k| and renormalises (Schrodi et al. 2024).
 * Throws UserError unless 0 ≤ count < d, and on a row that is all zeros afterwards.
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

const translated = ({ rows, columns, values }: Matrix, by: Float64Array): Matrix => ({
  rows,
  columns,
  values: values.map((value, at) => value + by[at % columns]!),
});
