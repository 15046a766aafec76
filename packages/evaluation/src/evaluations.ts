import type { Evaluation, Interval, Json } from '@alignclip/core';
import { bootstrapIntervals, type BootstrapOptions } from '@alignclip/metrics';

/** Scores and intervals under `prefix/`, details under the prefix. */
export interface Part {
  readonly prefix: string;
  readonly scores: Readonly<Record<string, number>>;
  readonly intervals: Readonly<Record<string, Interval>>;
  readonly details: Json;
}

/** Measures each item after the other, and merges the parts into one evaluation named `name`. */
export async function evaluateEach<Item>(
  name: string,
  items: readonly Item[],
  measure: (item: Item) => Promise<Part | readonly Part[]>,
  shared: Record<string, Json> = {},
): Promise<Evaluation> {
  return mergeParts(name, (await inOrder(items, measure)).flat(), shared);
}

/** One after another, so that one item at a time is in memory. */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** Full keys `name/prefix/score`; details are keyed by the prefix, next to the shared ones. */
function mergeParts(name: string, parts: readonly Part[], shared: Record<string, Json>): Evaluation {
  const prefixed = <T>(key: 'scores' | 'intervals') =>
    Object.fromEntries(
      parts.flatMap((part) =>
        Object.entries(part[key]).map(([score, value]) => [`${name}/${part.prefix}/${score}`, value as T]),
      ),
    );
  return {
    scores: prefixed<number>('scores'),
    intervals: prefixed<Interval>('intervals'),
    details: { ...shared, ...Object.fromEntries(parts.map(({ prefix, details }) => [prefix, details])) },
  };
}

/** Scores of all `count` examples, with bootstrap intervals unless `resamples` is 0. */
export const scoredWithIntervals = <Name extends string>(
  count: number,
  scores: (weights: Float64Array) => Record<Name, number>,
  given: BootstrapOptions & { readonly resamples: number },
) => ({
  scores: scores(new Float64Array(count).fill(1)),
  intervals: given.resamples > 0 ? bootstrapIntervals(count, scores, given) : {},
});
