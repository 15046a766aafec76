import { random, type Matrix } from '@alignclip/core';
import { innerProduct } from '@alignclip/metrics';

/** Distance of unit rows that count as one: what float16 and another order of sums leave of a row. */
const distance = 1e-3;
const projections = 3;

/**
 * How many unit rows of `rows` are among those of `others`, up to rounding. Rows are compared whole only where their
 * products with three random directions are equal up to rounding.
 */
export function sharedRows(rows: Matrix, others: Matrix): number {
  const directions = Array.from({ length: projections }, (_, i) => directionOf(rows.columns, i));
  const [own, theirs] = [rows, others].map((matrix) => directions.map((one) => products(matrix, one)));
  const order = [...theirs![0]!.keys()].sort((a, b) => theirs![0]![a]! - theirs![0]![b]!);
  let count = 0;
  for (let i = 0; i < rows.rows; i += 1) {
    const low = own![0]![i]! - distance;
    let found = false;
    for (let at = firstFrom(order, theirs![0]!, low); !found && at < order.length; at += 1) {
      const j = order[at]!;
      if (theirs![0]![j]! > low + 2 * distance) break;
      const isNear = own!.every((values, k) => Math.abs(values[i]! - theirs![k]![j]!) <= distance);
      found = isNear && innerProduct(rows, i, others, j) >= 1 - distance ** 2 / 2 - 1e-7;
    }
    count += Number(found);
  }
  return count;
}

function directionOf(columns: number, number: number): Float64Array {
  const draw = random('shared rows', number);
  const values = Float64Array.from({ length: columns }, () => draw.normal());
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

const products = ({ rows, columns, values }: Matrix, direction: Float64Array): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) =>
    direction.reduce((sum, value, k) => sum + value * values[i * columns + k]!, 0),
  );

/** The first place in the order whose value is at least `low`. */
function firstFrom(order: readonly number[], values: Float64Array, low: number): number {
  let [from, to] = [0, order.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (values[order[middle]!]! < low) from = middle + 1;
    else to = middle;
  }
  return from;
}
