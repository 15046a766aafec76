import type { Matrix } from '@alignclip/core';
import { checkPairs } from '../matrix/check-matrix';
import { innerProducts } from '../matrix/inner-products';

/** CLIP's loss of one batch at several logit scales, one number each. */
export interface ContrastiveLosses {
  /** Cross-entropy of finding the text of an image, in nats. */
  readonly imageToText: readonly number[];
  /** Of finding the image of a text. */
  readonly textToImage: readonly number[];
}

/**
 * Mean over rows of −log softmax(s · cosines)[own pair], both directions, for each logit scale s = 1/τ. Rows are unit
 * vectors. Throws UserError on matrices that don't pair up.
 */
export function contrastiveLosses(image: Matrix, text: Matrix, logitScales: readonly number[]): ContrastiveLosses {
  checkPairs(image, text);
  return { imageToText: meanLosses(image, text, logitScales), textToImage: meanLosses(text, image, logitScales) };
}

function meanLosses(queries: Matrix, items: Matrix, logitScales: readonly number[]): number[] {
  const sums = logitScales.map(() => 0);
  const cosines = new Float64Array(items.rows);
  for (let i = 0; i < queries.rows; i += 1) {
    innerProducts(queries, i, items, cosines);
    const highest = cosines.reduce((most, cosine) => Math.max(most, cosine), -Infinity);
    logitScales.forEach((scale, at) => {
      const total = cosines.reduce((sum, cosine) => sum + Math.exp(scale * (cosine - highest)), 0);
      sums[at]! += Math.log(total) - scale * (cosines[i]! - highest);
    });
  }
  return sums.map((sum) => sum / queries.rows);
}
