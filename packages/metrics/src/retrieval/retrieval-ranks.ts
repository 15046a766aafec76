import { type Matrix, type Scorer, type Similarity, UserError } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { innerProduct } from '../matrix/inner-products';
import { eachRowOfProducts } from '../matrix/products';
import { scorerOf } from './scorer';

/** Ranks from 1 of each query's best relevant item, by direction; where nothing is tied both kinds are equal. */
export interface RetrievalRanks {
  /** 1 + irrelevant items above + half of the tied ones: the mean over all orders of the ties. [images] */
  readonly imageToText: Float64Array;
  /** The same, [texts]. */
  readonly textToImage: Float64Array;
  /** 1 + irrelevant items above + all tied ones: a hit at k in every order of the ties is last ≤ k. */
  readonly last: { readonly imageToText: Float64Array; readonly textToImage: Float64Array };
}

/**
 * Ranks both ways by inner product, or by a model's own similarity. `textsOfImage[i]` are the relevant texts of image i (an image may have
 * several captions, a caption several images). A tie is never a hit: a model that embeds everything alike retrieves
 * nothing at any k below the number of items.
 * Scores are computed row by row: memory grows with images + texts, not with their product.
 * Throws UserError on different widths, and on a query without a relevant item.
 */
export function retrievalRanks(
  image: Matrix,
  text: Matrix,
  textsOfImage: Relevance,
  similarity?: Similarity,
): RetrievalRanks {
  checkSameWidth(image, text);
  if (textsOfImage.length !== image.rows) {
    throw new UserError(`${image.rows} images need as many lists of relevant texts, got ${textsOfImage.length}`);
  }
  const imagesOfText = reverseRelevance(textsOfImage, text.rows);
  if (similarity) {
    const images = ranked(image, text.rows, textsOfImage, scorerOf(similarity, text, 'text'), 'image');
    const texts = ranked(text, image.rows, imagesOfText, scorerOf(similarity, image, 'image'), 'text');
    const last = { imageToText: images.last, textToImage: texts.last };
    return { imageToText: images.ranks, textToImage: texts.ranks, last };
  }
  const images = tallies(image, text, textsOfImage, 'image');
  const texts = tallies(text, image, imagesOfText, 'text');
  eachRowOfProducts(image, text, (i, similarities) => {
    for (let t = 0; t < text.rows; t += 1) {
      const similarity = similarities[t]!;
      images.count(i, similarity);
      texts.count(t, similarity);
    }
  });
  return {
    imageToText: images.ranks(),
    textToImage: texts.ranks(),
    last: { imageToText: images.last(), textToImage: texts.last() },
  };
}

/** For each query the indices of its relevant items, ascending. */
export type Relevance = readonly (readonly number[])[];

/** The other direction: for each item the queries that it is relevant to. Throws UserError on an index out of range. */
export function reverseRelevance(relevance: Relevance, items: number): Relevance {
  const reversed: number[][] = Array.from({ length: items }, () => []);
  relevance.forEach((relevant, query) => {
    for (const item of relevant) {
      const list = reversed[item];
      if (list === undefined) throw new UserError(`query ${query}: relevant item ${item} is not in 0 to ${items - 1}`);
      list.push(query);
    }
  });
  return reversed;
}

/** The relevant texts of each image, from the image of each text. */
export function relevanceOf(imageOfText: ArrayLike<number>, images: number): Relevance {
  const imagesOfText = Array.from(imageOfText, (image) => [image]);
  return reverseRelevance(imagesOfText, images);
}

/** Counts for every query the items above and tied with its best relevant one; relevant items are subtracted first. */
function tallies(queries: Matrix, items: Matrix, relevance: Relevance, name: string) {
  const best = new Float64Array(queries.rows);
  const above = new Float64Array(queries.rows);
  const tied = new Float64Array(queries.rows);
  relevance.forEach((relevant, query) => {
    if (relevant.length === 0) throw new UserError(`${name} ${query} has no relevant item`);
    const similarities = relevant.map((item) => innerProduct(queries, query, items, item));
    best[query] = Math.max(...similarities);
    tied[query] = -similarities.filter((similarity) => similarity === best[query]).length;
  });
  return {
    count: (query: number, similarity: number) => {
      if (similarity > best[query]!) above[query]! += 1;
      else if (similarity === best[query]) tied[query]! += 1;
    },
    ranks: () => above.map((count, query) => 1 + count + tied[query]! / 2),
    last: () => above.map((count, query) => 1 + count + tied[query]!),
  };
}

/** Ranks of one direction by scores of its own, which need not be those of the other direction. */
function ranked(queries: Matrix, items: number, relevance: Relevance, score: Scorer, name: string) {
  const ranks = new Float64Array(queries.rows);
  const last = new Float64Array(queries.rows);
  const scores = new Float64Array(items);
  relevance.forEach((relevant, query) => {
    if (relevant.length === 0) throw new UserError(`${name} ${query} has no relevant item`);
    score(queries, query, scores);
    const best = Math.max(...relevant.map((item) => scores[item]!));
    let [above, tied] = [0, -relevant.filter((item) => scores[item] === best).length];
    for (const value of scores) {
      if (value > best) above += 1;
      else if (value === best) tied += 1;
    }
    ranks[query] = 1 + above + tied / 2;
    last[query] = 1 + above + tied;
  });
  return { ranks, last };
}
