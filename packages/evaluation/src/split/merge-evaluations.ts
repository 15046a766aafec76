import type { Evaluation, Interval, Json } from '@alignclip/core';

/** Scores and intervals under `prefix/`, details under the prefix. */
export interface Part {
  readonly prefix: string;
  readonly scores: Readonly<Record<string, number>>;
  readonly intervals: Readonly<Record<string, Interval>>;
  readonly details: Json;
}

/** One evaluation of the parts, with full keys. Details are keyed by the prefix. */
export function mergeEvaluations(name: string, parts: readonly Part[], shared: Record<string, Json> = {}): Evaluation {
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
