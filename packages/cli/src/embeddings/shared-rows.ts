import { random, type Matrix } from '@alignclip/core';
import { innerProduct, innerProducts, unitRows } from '@alignclip/metrics';

/** Distance of unit rows that count as one: what float16 and another order of sums leave of a row. */
const distance = 1e-3;
const projections = 3;

/**
 * How many unit rows of `rows` are among those of `others`, up to rounding. Rows are compared whole only where their
 * products with three random directions are equal up to rounding.
 */
export function sharedRows(rows: Matrix, others: Matrix): number {
  const directions = directionsIn(rows.columns);
  const [own, theirs] = [projected(directions, rows), projected(directions, others)];
  const [first] = theirs as [Float64Array, ...Float64Array[]];
  const order = [...first.keys()].sort((a, b) => first[a]! - first[b]!);
  let count = 0;
  for (let i = 0; i < rows.rows; i += 1) {
    const low = own[0]![i]! - distance;
    let found = false;
    for (let at = firstFrom(order, first, low); !found && at < order.length; at += 1) {
      const j = order[at]!;
      if (first[j]! > low + 2 * distance) break;
      const isNear = own.every((values, k) => Math.abs(values[i]! - theirs[k]![j]!) <= distance);
      found = isNear && innerProduct(rows, i, others, j) >= 1 - distance ** 2 / 2 - 1e-7;
    }
    count += Number(found);
  }
  return count;
}

/** Unit rows. */
function directionsIn(columns: number): Matrix {
  const draw = random('shared rows');
  const values = Float32Array.from({ length: projections * columns }, () => draw.normal());
  return unitRows({ rows: projections, columns, values });
}

/** The products of all rows with each direction. */
const projected = (directions: Matrix, matrix: Matrix): Float64Array[] =>
  Array.from({ length: directions.rows }, (_, i) =>
    innerProducts(directions, i, matrix, new Float64Array(matrix.rows)),
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
