import { type Matrix, UserError } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { innerProduct } from '../matrix/inner-products';
import { defineGapMetric } from './define-gap-metric';
import { pairCosines } from './pairs';
import { ofAllCaptions, weightedMean, weightedMeanRow, type Weights } from './weighted';

/** mean_{i≠j} ⟨v_i, v_j⟩: how narrow the cone of the images is, in [-1, 1]. */
export const intraCosineImage = defineGapMetric('intra-cosine-image', (image) => prepareIntraCosine(image));

/** mean_{i≠j} ⟨t_i, t_j⟩: how narrow the cone of the texts is, in [-1, 1]. */
export const intraCosineText = defineGapMetric('intra-cosine-text', (_image, text) => prepareIntraCosine(text), {
  prepareCaptions: (_image, texts) => ofAllCaptions(texts, prepareIntraCosine),
});

/**
 * Relative modality gap m / (m + (x + y) / 2), in (0, 1): m is the mean distance (1 − cos) / 2 of the pairs, x and y
 * that within the images and within the texts (i ≠ j); an m not above 0 counts as .001.
 * With several captions per image: m over all captions, x over the images, y over all captions.
 * Source: Schrodi et al. 2024, "Two effects, one trigger", official code.
 */
export const rmg = defineGapMetric('rmg', (image, text) => prepareRmg(image, [text]), { prepareCaptions: prepareRmg });

/**
 * RMG with several captions per image: m over the caption pairs, x over the distinct images, y over all captions.
 * `imageOfText[t]` is the image row of text row t. Throws UserError on an index out of range.
 */
export function rmgOfCaptions(image: Matrix, text: Matrix, imageOfText: ArrayLike<number>): number {
  checkSameWidth(image, text);
  if (imageOfText.length !== text.rows) {
    throw new UserError(`${text.rows} texts need as many image indices, got ${imageOfText.length}`);
  }
  let cosines = 0;
  for (let t = 0; t < text.rows; t += 1) {
    const i = imageOfText[t]!;
    if (!(Number.isInteger(i) && i >= 0 && i < image.rows)) {
      throw new UserError(`text ${t} belongs to image ${i}, but images are 0 to ${image.rows - 1}`);
    }
    cosines += innerProduct(image, i, text, t);
  }
  const within = (matrix: Matrix) => distance(prepareIntraCosine(matrix)(new Float64Array(matrix.rows).fill(1)));
  return ratio(distance(cosines / text.rows), within(image), within(text));
}

function prepareRmg(image: Matrix, texts: readonly Matrix[]) {
  const cosines = texts.map((text) => pairCosines(image, text));
  const withinImage = prepareIntraCosine(image);
  const withinText = ofAllCaptions(texts, prepareIntraCosine);
  return (weights: Weights): number => {
    const pairs = cosines.reduce((sum, own) => sum + weightedMean(own, weights), 0) / cosines.length;
    return ratio(distance(pairs), distance(withinImage(weights)), distance(withinText(weights)));
  };
}

/** Distance in [0, 1] of a mean cosine in [-1, 1]. */
const distance = (cosine: number) => (1 - cosine) / 2;

function ratio(pairs: number, withinImage: number, withinText: number): number {
  const cross = pairs > 0 ? pairs : 1e-3;
  return cross / (cross + (withinImage + withinText) / 2);
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
