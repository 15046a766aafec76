import type { RunRecord } from '@alignclip/core';
import type { Difference } from './differences';

/** How the tuning budgets of two runs differ: in trials, in the protocol, or in that only one of the two says it. */
export function tuningDifferences({ tuning: a }: RunRecord, { tuning: b }: RunRecord): Difference[] {
  const fields = a === undefined || b === undefined ? (['trials'] as const) : (['trials', 'protocol'] as const);
  const text = (value: string | number | undefined): string => String(value ?? 'not said');
  return fields
    .filter((field) => a?.[field] !== b?.[field])
    .map((field) => ({
      kind: 'tuning budget',
      text: `tuning.${field}: ${text(a?.[field])} → ${text(b?.[field])}`,
    }));
}

/** Paths whose values trials chose for either run, where both had one budget: each at its best is what is compared. */
export function tunedPaths(a: RunRecord, b: RunRecord): string[] {
  if (a.tuning === undefined || tuningDifferences(a, b).length > 0) return [];
  return [a, b].flatMap(({ tuning }) => Object.keys(tuning?.chosen ?? {}));
}
