import { UserError } from '@alignclip/core';
import { sortedPlaces } from './sorted-places';

/** Pearson's r, in [-1, 1]; 0 where one side is constant. Throws UserError on unequal lengths or fewer than 2 values. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length) throw new UserError(`a correlation needs equal lengths: ${x.length} and ${y.length}`);
  if (x.length < 2) throw new UserError(`a correlation needs at least 2 values, got ${x.length}`);
  const r = weightedPearson(x, y, new Float64Array(x.length).fill(1));
  return isConstant(x) || isConstant(y) ? 0 : r;
}

/** Spearman's ρ: Pearson's r of the ranks, equal values sharing their mean rank. */
export const spearman = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  pearson(averageRanks(x), averageRanks(y));

/** Ranks from 1; equal values share the mean of theirs. Throws UserError on NaN, which has no rank. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  checkOrdered(values);
  const { places, isTied } = sortedPlaces(values);
  const ranks = new Float64Array(places.length);
  for (let first = 0, end = 0; first < places.length; first = end) {
    for (end = first + 1; isTied[end] === 1;) end += 1;
    for (let at = first; at < end; at += 1) ranks[places[at]!] = (first + 1 + end) / 2;
  }
  return ranks;
}

function checkOrdered(values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i += 1)
    if (Number.isNaN(values[i])) throw new UserError(`value ${i} is NaN and has no rank`);
}

/** The correlations of one pair of variables in any bootstrap sample, from its weights [N]. */
export interface WeightedCorrelations {
  readonly pearson: (weights: Float64Array) => number;
  /** Equal values share their mean rank, as if the sample were written out. */
  readonly spearman: (weights: Float64Array) => number;
}

/** Prepares both correlations of x and y; a sample then takes linear time. NaN where one side is constant. */
export function weightedCorrelations(x: ArrayLike<number>, y: ArrayLike<number>): WeightedCorrelations {
  if (x.length !== y.length) throw new UserError(`a correlation needs equal lengths: ${x.length} and ${y.length}`);
  const [xRanks, yRanks] = [weightedRanks(x), weightedRanks(y)];
  return {
    pearson: (weights) => weightedPearson(x, y, weights),
    spearman: (weights) => weightedPearson(xRanks(weights), yRanks(weights), weights),
  };
}

/** The ranks of a sample that contains value i `weights[i]` times. */
function weightedRanks(values: ArrayLike<number>): (weights: Float64Array) => Float64Array {
  checkOrdered(values);
  const { places: order } = sortedPlaces(values);
  return (weights) => {
    const ranks = new Float64Array(values.length);
    let before = 0;
    for (let first = 0; first < order.length;) {
      let end = first;
      let ties = 0;
      for (; end < order.length && values[order[end]!] === values[order[first]!]; end += 1) {
        ties += weights[order[end]!]!;
      }
      for (let place = first; place < end; place += 1) ranks[order[place]!] = before + (ties + 1) / 2;
      before += ties;
      first = end;
    }
    return ranks;
  };
}

function weightedPearson(x: ArrayLike<number>, y: ArrayLike<number>, weights: Float64Array): number {
  if (isConstant(x, weights) || isConstant(y, weights)) return NaN;
  let [total, xSum, ySum] = [0, 0, 0];
  for (let i = 0; i < weights.length; i += 1) {
    total += weights[i]!;
    xSum += weights[i]! * x[i]!;
    ySum += weights[i]! * y[i]!;
  }
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < weights.length; i += 1) {
    const [dx, dy] = [x[i]! - xSum / total, y[i]! - ySum / total];
    xy += weights[i]! * dx * dy;
    xx += weights[i]! * dx * dx;
    yy += weights[i]! * dy * dy;
  }
  return Math.max(-1, Math.min(1, xy / (Math.sqrt(xx) * Math.sqrt(yy))));
}

/** Whether all values that have weight equal the first of them: a mean that is rounded would hide it. */
function isConstant(values: ArrayLike<number>, weights?: Float64Array): boolean {
  let first: number | undefined;
  for (let i = 0; i < values.length; i += 1) {
    if (weights?.[i] === 0) continue;
    first ??= values[i]!;
    if (values[i] !== first) return false;
  }
  return true;
}
