import { UserError } from '@alignclip/core';

/** How well one query finds its relevant items. */
export interface PrecisionScores {
  /**
   * Mean over the relevant items of the precision at the last rank that is level with it, in (0, 1] (scikit-learn's
   * average_precision_score): where everything is tied, the share of relevant items. NaN without relevant items.
   */
  readonly averagePrecision: number;
  /** Share of relevant items among the first R, the number of relevant ones; tied ones count by their share. NaN where R is 0. */
  readonly rPrecision: number;
  /** Whether the best item is relevant: 1, 0, or the relevant share of several best ones. */
  readonly first: number;
}

/**
 * Scores and relevance (0 or 1) of the items of one query; `except` is an item that is left out, such as the query itself.
 * Throws UserError on scores that are NaN and lists of different lengths.
 */
export function precisionScores(scores: Float64Array, relevance: ArrayLike<number>, except?: number): PrecisionScores {
  if (scores.length !== relevance.length)
    throw new UserError(`${scores.length} scores and ${relevance.length} relevances: must be as many`);
  if (scores.some(Number.isNaN)) throw new UserError('average precision: a score is NaN');
  const relevant = scores.filter((_, i) => i !== except && relevance[i]! > 0).sort((a, b) => b - a);
  const R = relevant.length;
  if (R === 0) return { averagePrecision: NaN, rPrecision: NaN, first: 0 };
  const { atLeast, above } = counted(scores, relevant, except);
  let sum = 0;
  for (let m = 0; m < R; m += 1) sum += lastLevel(relevant, m) / atLeast[m]!;
  const share = (ranks: number) => {
    let hits = 0;
    for (let m = 0; m < R; m += 1) {
      const [before, level] = [above[m]!, atLeast[m]! - above[m]!];
      hits += Math.min(1, Math.max(0, ranks - before) / level);
    }
    return hits / ranks;
  };
  return { averagePrecision: sum / R, rPrecision: share(R), first: share(1) };
}

/** Relevant items with the score of item m or a larger one; they are sorted from the largest. */
function lastLevel(relevant: Float64Array, m: number): number {
  let end = m + 1;
  while (end < relevant.length && relevant[end] === relevant[m]) end += 1;
  return end;
}

/** For each relevant item the number of items above it, and of those above or level with it (itself included). */
function counted(scores: Float64Array, relevant: Float64Array, except: number | undefined) {
  const R = relevant.length;
  const [atLeast, above] = [new Float64Array(R + 1), new Float64Array(R + 1)];
  const least = relevant[R - 1]!;
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i]!;
    if (i === except || score < least) continue;
    const [notAbove, below] = places(relevant, score);
    atLeast[notAbove]! += 1;
    above[below]! += 1;
  }
  for (let m = 1; m < R; m += 1) {
    atLeast[m]! += atLeast[m - 1]!;
    above[m]! += above[m - 1]!;
  }
  return { atLeast, above };
}

/** The first relevant item that is not above the score, and the first that is below it. */
function places(relevant: Float64Array, score: number): [notAbove: number, below: number] {
  let [low, high] = [0, relevant.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (relevant[middle]! > score) low = middle + 1;
    else high = middle;
  }
  let below = low;
  while (below < relevant.length && relevant[below] === score) below += 1;
  return [low, below];
}
