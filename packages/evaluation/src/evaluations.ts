import type { Evaluation, Interval, Json } from '@alignclip/core';
import { bootstrapIntervals, type BootstrapOptions, type WeightedCorrelations } from '@alignclip/metrics';

/** How the keys of classification scores end. */
export const classificationEndings = [/^top-\d+$/, 'mean-per-class-recall'];

/** Scores and intervals under `prefix/`, details under the prefix. */
export interface Part {
  readonly prefix: string;
  readonly scores: Readonly<Record<string, number>>;
  readonly intervals: Readonly<Record<string, Interval>>;
  /** Why a score has no value. */
  readonly undefinedScores?: Readonly<Record<string, string>>;
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
  const prefixed = <T>(key: 'scores' | 'intervals' | 'undefinedScores') =>
    Object.fromEntries(
      parts.flatMap((part) =>
        Object.entries(part[key] ?? {}).map(([score, value]) => [`${name}/${part.prefix}/${score}`, value as T]),
      ),
    );
  const undefinedScores = prefixed<string>('undefinedScores');
  return {
    ...(Object.keys(undefinedScores).length > 0 && { undefinedScores }),
    scores: prefixed<number>('scores'),
    intervals: prefixed<Interval>('intervals'),
    details: { ...shared, ...Object.fromEntries(parts.map(({ prefix, details }) => [prefix, details])) },
  };
}

/**
 * Scores of all `count` examples, with bootstrap intervals unless `resamples` is 0. A score that is NaN is undefined;
 * `why` says what the reason is, after "undefined: ".
 */
export function scoredWithIntervals<Name extends string>(
  count: number,
  scoresUnder: (weights: Float64Array) => Record<Name, number>,
  given: BootstrapOptions & { readonly resamples: number },
  why: (name: Name) => string = () => 'these embeddings give it no value',
) {
  const all = scoresUnder(new Float64Array(count).fill(1));
  const names = Object.keys(all) as Name[];
  const defined = names.filter((name) => Number.isFinite(all[name]));
  const intervals: Readonly<Record<string, Interval>> =
    given.resamples > 0 && defined.length > 0 ? bootstrapIntervals(count, scoresUnder, given) : {};
  return {
    scores: Object.fromEntries(defined.map((name) => [name, all[name]])) as Record<string, number>,
    intervals: Object.fromEntries(
      defined.flatMap((name) => (intervals[name] ? [[name, intervals[name]] as const] : [])),
    ),
    undefinedScores: undefinedOf(
      names.filter((name) => !defined.includes(name)),
      why,
    ),
  };
}

export const undefinedOf = <Name extends string>(
  names: readonly Name[],
  why: (name: Name) => string,
): Record<string, string> => Object.fromEntries(names.map((name) => [name, why(name)]));

/** Whether cosines differ by no more than the rounding of float32 rows. */
export const areEqual = (cosines: ArrayLike<number>): boolean => {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < cosines.length; i += 1) {
    [least, most] = [Math.min(least, cosines[i]!), Math.max(most, cosines[i]!)];
  }
  return most - least < 1e-6;
};

/** Correlations with a constant. */
export const noCorrelations: WeightedCorrelations = { pearson: () => NaN, spearman: () => NaN };

export const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
