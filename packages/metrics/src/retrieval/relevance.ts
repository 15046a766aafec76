import { UserError } from '@alignclip/core';

/** For each query the numbers of its right items, ascending. */
export type Relevance = readonly (readonly number[])[];

/** The other direction: for each of `items` the queries that it is right for. Throws UserError on a number out of range. */
export function reverseRelevance(relevance: Relevance, items: number): Relevance {
  const reversed: number[][] = Array.from({ length: items }, () => []);
  relevance.forEach((right, query) => {
    for (const item of right) {
      const list = reversed[item];
      if (list === undefined) throw new UserError(`query ${query}: right item ${item} is not in 0 to ${items - 1}`);
      list.push(query);
    }
  });
  return reversed;
}

/** Which texts are right for which image, from the image of each text. */
export const relevanceOf = (imageOfText: ArrayLike<number>, images: number): Relevance =>
  reverseRelevance(
    Array.from(imageOfText, (image) => [image]),
    images,
  );
