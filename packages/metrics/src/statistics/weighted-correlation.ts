import { UserError } from '@alignclip/core';

export interface WeightedCorrelations {
  pearson(weights: Float64Array): number;
  /** Equal values share their mean rank, as they would in the sample written out. */
  spearman(weights: Float64Array): number;
}

/** Both correlations of x and y for any bootstrap sample, in time linear in its size; NaN where one side is constant. */
export function weightedCorrelations(x: ArrayLike<number>, y: ArrayLike<number>): WeightedCorrelations {
  if (x.length !== y.length) throw new UserError(`a correlation needs equal lengths: ${x.length} and ${y.length}`);
  const [xRanks, yRanks] = [weightedRanks(x), weightedRanks(y)];
  return {
    pearson: (weights) => weightedPearson(x, y, weights),
    spearman: (weights) => weightedPearson(xRanks(weights), yRanks(weights), weights),
  };
}

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
