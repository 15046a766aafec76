import { type Matrix, UserError } from '@alignclip/core';
import { innerProduct } from '../matrix/inner-products';
import { checkSameWidth } from '../matrix/check-matrix';
import { ofAllCaptions } from './all-captions';
import { defineGapMetric } from './define-gap-metric';
import { prepareIntraCosine } from './intra-cosine';
import { pairCosines } from './pair-cosines';
import { weightedMean, type Weights } from './weighted';

/** Distance in [0, 1] of a mean cosine in [-1, 1]. */
const distance = (cosine: number) => (1 - cosine) / 2;

function ratio(pairs: number, withinImage: number, withinText: number): number {
  const cross = pairs > 0 ? pairs : 1e-3;
  return cross / (cross + (withinImage + withinText) / 2);
}

/**
 * Relative modality gap m / (m + (x + y) / 2), in (0, 1): m is the mean distance (1 − cos) / 2 of the pairs, x and y
 * that inside the images and inside the texts (i ≠ j); an m not above 0 counts as .001.
 * With several captions an image: m over all captions, x over the images, y over all captions.
 * Source: Schrodi et al. 2024, "Two effects, one trigger", official code.
 */
export const rmg = defineGapMetric('rmg', (image, text) => prepareCaptions(image, [text]), { prepareCaptions });

function prepareCaptions(image: Matrix, texts: readonly Matrix[]) {
  const cosines = texts.map((text) => pairCosines(image, text));
  const withinImage = prepareIntraCosine(image);
  const withinText = ofAllCaptions(texts, prepareIntraCosine);
  return (weights: Weights): number => {
    const pairs = cosines.reduce((sum, own) => sum + weightedMean(own, weights), 0) / cosines.length;
    return ratio(distance(pairs), distance(withinImage(weights)), distance(withinText(weights)));
  };
}

/**
 * RMG with several captions an image: m over the caption pairs, x over the distinct images, y over all captions.
 * `imageOfText[t]` is the image row of text row t. Throws UserError on an index out of range.
 */
export function rmgOfCaptions(image: Matrix, text: Matrix, imageOfText: ArrayLike<number>): number {
  checkSameWidth(image, text);
  if (imageOfText.length !== text.rows) {
    throw new UserError(`${text.rows} texts need as many image numbers, there are ${imageOfText.length}`);
  }
  let cosines = 0;
  for (let t = 0; t < text.rows; t += 1) {
    const i = imageOfText[t]!;
    if (!(Number.isInteger(i) && i >= 0 && i < image.rows)) {
      throw new UserError(`text ${t} belongs to image ${i}, images are 0 to ${image.rows - 1}`);
    }
    cosines += innerProduct(image, i, text, t);
  }
  const within = (matrix: Matrix) => distance(prepareIntraCosine(matrix)(new Float64Array(matrix.rows).fill(1)));
  return ratio(distance(cosines / text.rows), within(image), within(text));
}
