import { UserError } from '@alignclip/core';

/** Pearson's r, in [-1, 1]; 0 where one side is constant. Throws UserError on unequal lengths or fewer than 2 values. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length) throw new UserError(`a correlation needs equal lengths: ${x.length} and ${y.length}`);
  if (x.length < 2) throw new UserError(`a correlation needs at least 2 values, got ${x.length}`);
  const [xMean, yMean] = [meanOf(x), meanOf(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i += 1) {
    const [dx, dy] = [x[i]! - xMean, y[i]! - yMean];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx === 0 || yy === 0 ? 0 : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Spearman's ρ: Pearson's r of the ranks, equal values sharing their mean rank. */
export const spearman = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  pearson(averageRanks(x), averageRanks(y));

/** Ranks from 1; equal values share the mean of theirs. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const rankOf = new Float64Array(sorted.length); // of each place in sorted order
  for (let first = 0; first < sorted.length;) {
    let end = first + 1;
    while (end < sorted.length && sorted[end] === sorted[first]) end += 1;
    rankOf.fill((first + 1 + end) / 2, first, end);
    first = end;
  }
  const ranks = new Float64Array(sorted.length);
  for (let i = 0; i < ranks.length; i += 1) ranks[i] = rankOf[placeOf(sorted, values[i]!)]!;
  return ranks;
}

/** The correlations of one pair of variables in any bootstrap sample, from its weights [N]. */
export interface WeightedCorrelations {
  pearson(weights: Float64Array): number;
  /** Equal values share their mean rank, as if the sample were written out. */
  spearman(weights: Float64Array): number;
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

/** `averageRanks` of a sample that holds value i `weights[i]` times. */
function weightedRanks(values: ArrayLike<number>): (weights: Float64Array) => Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  return (weights) => {
    const ranks = new Float64Array(values.length);
    let before = 0;
    for (let first = 0; first < order.length;) {
      let end = first;
      let own = 0;
      for (; end < order.length && values[order[end]!] === values[order[first]!]; end += 1)
        own += weights[order[end]!]!;
      for (let place = first; place < end; place += 1) ranks[order[place]!] = before + (own + 1) / 2;
      before += own;
      first = end;
    }
    return ranks;
  };
}

function weightedPearson(x: ArrayLike<number>, y: ArrayLike<number>, weights: Float64Array): number {
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
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : NaN;
}

/** The number of sorted values below `value`. */
function placeOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return sum / values.length;
}
