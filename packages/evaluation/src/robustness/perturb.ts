import { type Matrix, random } from '@alignclip/core';
import { euclideanNorm, row, unitRows } from '@alignclip/metrics';

/** norm(x + ε), ε normal with the given variance in each coordinate, from the stream of the keys. */
export function noisy({ rows, columns, values }: Matrix, variance: number, keys: readonly (string | number)[]): Matrix {
  const draw = random('robustness', ...keys);
  const deviation = Math.sqrt(variance);
  return unitRows({ rows, columns, values: values.map((value) => value + deviation * draw.normal()) }, 'noisy items');
}

/**
 * Each coordinate rounded to the nearest of evenly spaced levels from the smallest to the largest coordinate of all rows,
 * rows at length 1 again. A row that is rounded to zeros stays so.
 */
export function quantised({ rows, columns, values }: Matrix, levels: number): Matrix {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  const step = (most - least) / (levels - 1);
  if (step === 0) return { rows, columns, values };
  const rounded = { rows, columns, values: values.map((value) => least + step * Math.round((value - least) / step)) };
  for (let i = 0; i < rows; i += 1) {
    const own = row(rounded, i);
    const norm = euclideanNorm(own) || 1;
    own.forEach((value, k) => (own[k] = value / norm));
  }
  return rounded;
}
