import { type Matrix, UserError } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { innerProduct } from '../matrix/inner-products';
import { row, takeRows } from '../matrix/rows';
import { squaredRadii } from '../measures/first-order';
import { defineGapMetric } from './define-gap-metric';
import { squaredPairDistances } from './pairs';
import { ofAllCaptions, weightedMean, weightedMeanRow, type Weights } from './weighted';

/** mean_{i≠j} ⟨v_i, v_j⟩: how narrow the cone of the images is, in [-1, 1]. */
export const intraCosineImage = defineGapMetric('intra-cosine-image', (image) => prepareIntraCosine(image), {
  meaning: 'mean cosine of two images; 1: narrow cone',
});

/** mean_{i≠j} ⟨t_i, t_j⟩: how narrow the cone of the texts is, in [-1, 1]. */
export const intraCosineText = defineGapMetric('intra-cosine-text', (_image, text) => prepareIntraCosine(text), {
  meaning: 'mean cosine of two texts; 1: narrow cone',
  prepareCaptions: (_image, texts) => ofAllCaptions(texts, prepareIntraCosine),
});

/**
 * Relative modality gap m / (m + (x + y) / 2), in [0, 1]: m is the mean distance (1 − cos) / 2 of the pairs, x and y
 * that within the images and within the texts (i ≠ j). 0 where every image equals its text; NaN (undefined) where all
 * points are one. With several captions per image: m over all captions, x over the images, y over all captions.
 * Source: Schrodi et al. 2024, "Two effects, one trigger"; its code takes m = .001 where m is 0.
 */
export const rmg = defineGapMetric('rmg', (image, text) => prepareRmg(image, [text]), {
  meaning: 'distance of matching pairs relative to distances within the modalities, 0 to 1',
  undefinedWhere: 'all images and texts are one point',
  prepareCaptions: prepareRmg,
});

/**
 * RMG with several captions per image: m over the caption pairs, x over the distinct images, y over all captions.
 * `imageOfText[t]` is the image row of text row t. Throws UserError on an index out of range.
 */
export function rmgOfCaptions(image: Matrix, text: Matrix, imageOfText: ArrayLike<number>): number {
  checkSameWidth(image, text);
  if (imageOfText.length !== text.rows) {
    throw new UserError(`${text.rows} texts need as many image indices, got ${imageOfText.length}`);
  }
  let distances = 0;
  for (let t = 0; t < text.rows; t += 1) {
    const i = imageOfText[t]!;
    if (!(Number.isInteger(i) && i >= 0 && i < image.rows)) {
      throw new UserError(`text ${t} belongs to image ${i}, but images are 0 to ${image.rows - 1}`);
    }
    distances += squaredPairDistances(takeRows(image, [i]), takeRows(text, [t]))[0]!;
  }
  const within = (matrix: Matrix) => prepareSpread(matrix)(new Float64Array(matrix.rows).fill(1));
  return ratio(distances / 4 / text.rows, within(image), within(text));
}

function prepareRmg(image: Matrix, texts: readonly Matrix[]) {
  const squares = texts.map((text) => squaredPairDistances(image, text));
  const withinImage = prepareSpread(image);
  const withinText = ofAllCaptions(texts, prepareSpread);
  return (weights: Weights): number => {
    const pairs = squares.reduce((sum, own) => sum + weightedMean(own, weights), 0) / 4 / squares.length;
    return ratio(pairs, withinImage(weights), withinText(weights));
  };
}

/** Mean distances that are smaller are rounding: 1e-6 between two points. */
const negligible = 1e-12;

function ratio(pairs: number, withinImage: number, withinText: number): number {
  const whole = pairs + (withinImage + withinText) / 2;
  return whole < negligible ? NaN : pairs / whole;
}

/**
 * mean_{i≠j} (1 − ⟨x_i, x_j⟩) / 2 = mean_{i≠j} ‖x_i − x_j‖² / 4 of unit rows under weights, from the distances to the
 * mean: Σ w_i w_j ‖x_i − x_j‖² = 2 Σ w_i · Σ w_i ‖x_i − x̄‖², where Σ w_i ‖x_i − x̄‖² = Σ w_i ‖x_i − x_1‖² −
 * Σ w_i · ‖x̄ − x_1‖². Exactly 0 where all rows are equal. Pairs of an example with its own copies are left out.
 */
function prepareSpread(matrix: Matrix): (weights: Weights) => number {
  const first = Float64Array.from(row(matrix, 0));
  const radii = squaredRadii(matrix, { mean: first });
  return (weights) => {
    const mean = weightedMeanRow(matrix, weights);
    let [total, squares, spread] = [0, 0, 0];
    for (let i = 0; i < matrix.rows; i += 1) {
      const weight = weights[i]!;
      total += weight;
      squares += weight * weight;
      spread += weight * radii[i]!;
    }
    const away = mean.reduce((sum, value, k) => sum + (value - first[k]!) ** 2, 0);
    return (total * Math.max(0, spread - total * away)) / 2 / (total * total - squares);
  };
}

/**
 * mean_{i≠j} ⟨x_i, x_j⟩ under weights, from the sum vector: (‖Σ w_i x_i‖² − Σ w_i² ‖x_i‖²) / ((Σ w_i)² − Σ w_i²).
 * Pairs of an example with its own copies are left out.
 */
function prepareIntraCosine(matrix: Matrix): (weights: Weights) => number {
  const norms = Float64Array.from({ length: matrix.rows }, (_, i) => innerProduct(matrix, i, matrix, i));
  return (weights) => {
    let [total, squares, own] = [0, 0, 0];
    for (let i = 0; i < matrix.rows; i += 1) {
      const weight = weights[i]!;
      total += weight;
      squares += weight * weight;
      own += weight * weight * norms[i]!;
    }
    const mean = weightedMeanRow(matrix, weights);
    const joint = mean.reduce((sum, value) => sum + value * value, 0) * total * total;
    return (joint - own) / (total * total - squares);
  };
}
