import type { Json, Matrix, Scorer } from '@alignclip/core';
import {
  euclideanNorm,
  evenlySpaced,
  innerProduct,
  innerProducts,
  largest,
  row,
  type Relevance,
} from '@alignclip/metrics';

/** An item as a reader sees it: the image's id, and a caption. */
interface Shown {
  readonly id: string;
  readonly caption: string;
}

export interface ExampleSource {
  readonly queries: Matrix; // [queries, d]
  readonly items: Matrix; // [items, d]
  /** The items that are right for each query. */
  readonly right: Relevance;
  /** Rank of each query's best right item. */
  readonly ranks: ArrayLike<number>;
  /** What the ranks are of, where it isn't the inner product of unit rows. */
  readonly score?: Scorer | undefined;
  readonly shownQuery: (query: number) => Shown;
  readonly shownItem: (item: number) => Shown;
}

/** Longer captions are cut, so that records stay small. */
const maxLength = 200;
const maxFound = 5;

/** A few queries, evenly spaced over the split and so the same for every model, with the nearest items of each. */
export function exampleQueries(source: ExampleSource, count: number): Json {
  const { queries, items, right, ranks, score, shownQuery, shownItem } = source;
  const scores = new Float64Array(items.rows);
  return evenlySpaced(queries.rows, count).map((query) => {
    if (score) score(queries, query, scores);
    else innerProducts(queries, query, items, scores);
    const cosineOf = (item: number) => (score ? cosine(queries, query, items, item) : scores[item]!);
    return {
      ...short(shownQuery(query)),
      rank: ranks[query]!,
      found: largest(scores, maxFound).map((item) => ({
        ...short(shownItem(item)),
        cosine: rounded(cosineOf(item)),
        ...(score && { score: rounded(scores[item]!) }),
        right: right[query]!.includes(item),
      })),
    };
  });
}

export const short = ({ id, caption }: Shown): Shown => ({
  id,
  caption: caption.length <= maxLength ? caption : `${caption.slice(0, maxLength - 1)}…`,
});

/** Rank of the best right item, from 1; half of the others that are level with it count. */
export function rankOfBest(scores: Float64Array, isRight: (item: number) => boolean): number {
  let best = -Infinity;
  scores.forEach((score, item) => {
    if (isRight(item)) best = Math.max(best, score);
  });
  let [above, level] = [0, 0];
  scores.forEach((score, item) => {
    if (isRight(item)) return;
    if (score > best) above += 1;
    else if (score === best) level += 1;
  });
  return 1 + above + level / 2;
}

export const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

const cosine = (a: Matrix, i: number, b: Matrix, j: number): number =>
  innerProduct(a, i, b, j) / (euclideanNorm(row(a, i)) * euclideanNorm(row(b, j)));
