import { type Matrix, UserError } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { innerProduct, innerProducts } from '../matrix/inner-products';
import { type Relevance, reverseRelevance } from './relevance';

/** Ranks from 1 of the best right item of each query. */
export interface RetrievalRanks {
  readonly imageToText: Float64Array; // [images]
  readonly textToImage: Float64Array; // [texts]
}

/**
 * Ranks both ways by inner product. `textsOfImage[i]` are the texts that are right for image i (several captions an
 * image; several images a caption). A query's rank is 1 + the wrong items above its best right item + half the wrong
 * items level with it, so that a model which embeds all alike finds nothing.
 * Similarities are computed a row at a time: memory grows with images + texts, not with their product.
 * Throws UserError on different widths, and on a query without a right item.
 */
export function retrievalRanks(image: Matrix, text: Matrix, textsOfImage: Relevance): RetrievalRanks {
  checkSameWidth(image, text);
  if (textsOfImage.length !== image.rows) {
    throw new UserError(`${image.rows} images need as many lists of right texts, there are ${textsOfImage.length}`);
  }
  const imagesOfText = reverseRelevance(textsOfImage, text.rows);
  const images = tallies(image, text, textsOfImage, 'image');
  const texts = tallies(text, image, imagesOfText, 'text');
  const similarities = new Float64Array(text.rows);
  for (let i = 0; i < image.rows; i += 1) {
    innerProducts(image, i, text, similarities);
    for (let t = 0; t < text.rows; t += 1) {
      const similarity = similarities[t]!;
      images.count(i, similarity);
      texts.count(t, similarity);
    }
  }
  return { imageToText: images.ranks(), textToImage: texts.ranks() };
}

/** Counts for every query the items above and level with its best right one; right items are taken out at the start. */
function tallies(queries: Matrix, items: Matrix, relevance: Relevance, name: string) {
  const best = new Float64Array(queries.rows);
  const halves = new Float64Array(queries.rows); // 2 for an item above, 1 for one level with it
  relevance.forEach((right, query) => {
    if (right.length === 0) throw new UserError(`${name} ${query} has no right item`);
    const similarities = right.map((item) => innerProduct(queries, query, items, item));
    best[query] = Math.max(...similarities);
    halves[query] = -similarities.filter((similarity) => similarity === best[query]).length;
  });
  return {
    count: (query: number, similarity: number) => {
      const difference = similarity - best[query]!;
      if (difference >= 0) halves[query]! += difference > 0 ? 2 : 1;
    },
    ranks: () => halves.map((half) => 1 + half / 2),
  };
}
