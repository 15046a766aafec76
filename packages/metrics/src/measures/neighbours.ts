import { UserError, type Matrix } from '@alignclip/core';
import { eachRowOfProducts } from '../matrix/products';

/** The k nearest rows of each query, the nearest first, [queries · k]. */
export interface Neighbours {
  readonly k: number;
  readonly indices: Uint32Array;
}

/**
 * The rows of `among` with the largest inner product, for each row of `queries`; of equal ones the first. Where both are
 * the same matrix, a row isn't its own neighbour. Throws UserError unless there are k rows to find.
 */
export function nearest(queries: Matrix, among: Matrix, k: number): Neighbours {
  const candidates = among.rows - (queries === among ? 1 : 0);
  if (!(Number.isInteger(k) && k >= 1 && k <= candidates))
    throw new UserError(`k = ${k}: must be a whole number from 1 to the ${candidates} rows to find`);
  const indices = new Uint32Array(queries.rows * k);
  eachRowOfProducts(queries, among, (i, products) => {
    if (queries === among) products[i] = -Infinity;
    indices.set(largest(products, k), i * k);
  });
  return { k, indices };
}

/** The places of the k largest values, from the largest; of equal values the first. */
export function largest(values: Float64Array, k: number): number[] {
  const found: number[] = [];
  for (let j = 0; j < values.length; j += 1) {
    if (found.length === k && !(values[j]! > values[found[k - 1]!]!)) continue;
    let at = found.length === k ? k - 1 : found.length;
    while (at > 0 && values[j]! > values[found[at - 1]!]!) {
      found[at] = found[at - 1]!;
      at -= 1;
    }
    found[at] = j;
  }
  return found;
}

/** How often each of `rows` rows is found, [rows]. */
export function counts({ indices }: Neighbours, rows: number): Uint32Array {
  const found = new Uint32Array(rows);
  for (const index of indices) found[index]! += 1;
  return found;
}
