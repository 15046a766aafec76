import type { RunRecord } from '@alignclip/core';

/** A score of a run, or the mean of several; undefined where one is absent or not finite. */
export function scoreOf(run: RunRecord, score: string | readonly string[]): number | undefined {
  const values = scoreKeys(score).map((key) => run.scores[key]);
  if (!values.every((value): value is number => typeof value === 'number' && Number.isFinite(value))) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export const scoreKeys = (score: string | readonly string[]): readonly string[] =>
  typeof score === 'string' ? [score] : score;
