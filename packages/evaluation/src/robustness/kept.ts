import type { Matrix, Modality, Similarity } from '@alignclip/core';
import { scorerOf } from '@alignclip/metrics';

/** Queries of one modality among items of the other. */
export interface Search {
  readonly queries: Matrix; // [queries, d]
  readonly items: Matrix; // [items, d]
  readonly modality: Modality;
  readonly similarity: Similarity | undefined;
}

/** The item with the largest score; −1 where several have it. [queries] */
export function nearestItems({ queries, items, modality, similarity }: Search): Int32Array {
  const score = scorerOf(similarity, items, modality);
  const scores = new Float64Array(items.rows);
  return Int32Array.from({ length: queries.rows }, (_, q) => {
    score(queries, q, scores);
    let [best, tied] = [0, false];
    for (let j = 1; j < scores.length; j += 1) {
      if (scores[j]! > scores[best]!) [best, tied] = [j, false];
      else if (scores[j] === scores[best]) tied = true;
    }
    return tied ? -1 : best;
  });
}

export interface Kept {
  /** Of each query, the share of the changed searches in which its nearest item stays, in [0, 1]. [queries] */
  readonly shares: Float64Array;
  /** The nearest items in the first changed search; −1 where several are. [queries] */
  readonly first: Int32Array;
}

/**
 * How often the nearest items from `before` stay the nearest in changed searches, one or more, made one at a time. Where
 * several items are the nearest, before or after, none is kept.
 */
export function kept(before: Int32Array, changed: readonly (() => Search)[]): Kept {
  const shares = new Float64Array(before.length);
  let first = before;
  changed.forEach((search, number) => {
    const after = nearestItems(search());
    if (number === 0) first = after;
    after.forEach((item, q) => {
      if (item >= 0 && item === before[q]) shares[q]! += 1 / changed.length;
    });
  });
  return { shares, first };
}
