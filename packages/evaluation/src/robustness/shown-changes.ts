import type { Json } from '@alignclip/core';
import { evenlySpaced, scorerOf } from '@alignclip/metrics';
import { shownExamples } from '../nearest-pairs';
import { rounded, short } from '../retrieval/example-queries';
import { type EmbeddedSplit, firstCaptions } from '../splits';
import type { Kept, Search } from './kept';

interface ShownItems {
  readonly split: EmbeddedSplit;
  /** The example of each query and of each item, by number. */
  readonly queries: readonly number[];
  readonly items: readonly number[];
}

/** Of all changes that can be asked for. */
const mostShown = 20;

/**
 * A few queries, evenly spaced: the nearest item before any change, then the nearest under each change (`under`; of several
 * draws the first), which is right where it stays. Where several items are the nearest, none is shown.
 */
export function shownChanges(
  search: Search,
  before: Int32Array,
  after: ReadonlyMap<string, Kept | string>,
  { split, ...examples }: ShownItems,
): Json {
  const { queries, items, modality, similarity } = search;
  const captions = firstCaptions(split);
  const shown = (example: number) => short({ id: split.ids[example]!, caption: captions[example]! });
  const score = scorerOf(similarity, items, modality);
  const scores = new Float64Array(items.rows);
  return evenlySpaced(queries.rows, shownExamples).flatMap((query) => {
    const first = before[query]!;
    if (first < 0) return [];
    score(queries, query, scores);
    const found = (item: number, under: string) => ({
      ...shown(examples.items[item]!),
      score: rounded(scores[item]!),
      right: item === first,
      shown: modality,
      under,
    });
    const changed = [...after].flatMap(([name, own]) => {
      const item = typeof own === 'string' ? -1 : own.first[query]!;
      return item < 0 ? [] : [found(item, name)];
    });
    return [{ ...shown(examples.queries[query]!), found: [found(first, 'plain'), ...changed].slice(0, mostShown) }];
  });
}
