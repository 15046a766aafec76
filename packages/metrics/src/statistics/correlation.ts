import { UserError } from '@alignclip/core';
import { averageRanks } from './ranks';

/** Pearson's r, in [-1, 1]; 0 where one side is constant. Throws UserError on unequal lengths or fewer than 2 values. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length) throw new UserError(`a correlation needs equal lengths: ${x.length} and ${y.length}`);
  if (x.length < 2) throw new UserError(`a correlation needs at least 2 values, there are ${x.length}`);
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

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return sum / values.length;
}
