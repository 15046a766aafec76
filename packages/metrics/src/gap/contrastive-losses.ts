import type { Matrix } from '@alignclip/core';
import { checkPairs } from '../matrix/check-matrix';
import { innerProducts } from '../matrix/inner-products';

/** CLIP's loss of one batch, one value per logit scale. */
export interface ContrastiveLosses {
  /** Cross-entropy of retrieving the text of an image, in nats. */
  readonly imageToText: readonly number[];
  /** Cross-entropy of retrieving the image of a text, in nats. */
  readonly textToImage: readonly number[];
}

/**
 * Mean over rows of −log softmax(s · cosines)[own pair], both directions, for each logit scale s = 1/τ. Rows are unit
 * vectors. Throws UserError unless the rows are pairs.
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
    const highest = cosines.reduce((max, cosine) => Math.max(max, cosine), -Infinity);
    logitScales.forEach((scale, at) => {
      const total = cosines.reduce((sum, cosine) => sum + Math.exp(scale * (cosine - highest)), 0);
      sums[at]! += Math.log(total) - scale * (cosines[i]! - highest);
    });
  }
  return sums.map((sum) => sum / queries.rows);
}
