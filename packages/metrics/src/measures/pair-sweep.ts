import type { Matrix } from '@alignclip/core';
import { oncePerPair } from '../gap/weighted';
import { eachRowOfProducts } from '../matrix/products';
import { squaredNorms } from '../matrix/pair-squares';
import { NearestTable } from './nearest-table';
import { eachRowOfKnownPairs } from './pair-products';
import type { Neighbours } from './neighbours';

/** What each row of a set is to the rows of another set, or to the other rows of its own. */
export interface Totals {
  /** Σ exp(−2 ‖a_i − b_j‖²) over j ≠ i. */
  readonly kernel: Float64Array;
  /** Σ_j ‖a_i − b_j‖ */
  readonly distance: Float64Array;
  /** The rows with the largest products: 10, or one less than there are. */
  readonly nearest: Neighbours;
}

/** All that measures over pairs of rows need, from one pass over the products. */
export interface PairSweep {
  /** Of each image over the texts. */
  readonly imageToText: Totals;
  readonly textToImage: Totals;
  readonly images: Totals;
  readonly texts: Totals;
  /** ‖v_i − t_i‖², [N] */
  readonly own: Float64Array;
  /** min over j ≠ i of ‖v_i − t_j‖² */
  readonly leastOther: Float64Array;
  /** How many other images are at least as near to an image, by product, as the nearest text is. */
  readonly nearerImages: Float64Array;
  readonly nearerTexts: Float64Array;
}

/** Neighbours of a row. */
const usual = 10;

/** Of images [n, d] and texts [m, d], once for the measures that share it. Time n² + n m + m², memory n + m. */
export const pairSweep: (image: Matrix, text: Matrix) => PairSweep = oncePerPair((image, text) => {
  const k = Math.min(usual, image.rows - 1, text.rows - 1);
  const across = sweepAcross(image, text, k);
  const [ofImages, ofTexts] = [sweepWithin(image, across.mostOfImages, k), sweepWithin(text, across.mostOfTexts, k)];
  return {
    ...across,
    images: ofImages.totals,
    texts: ofTexts.totals,
    nearerImages: ofImages.nearer,
    nearerTexts: ofTexts.nearer,
  };
});

interface Sums extends Totals {
  readonly nearest: NearestTable;
}

const sums = (rows: number, k: number): Sums => ({
  kernel: new Float64Array(rows),
  distance: new Float64Array(rows),
  nearest: new NearestTable(rows, k),
});

function sweepAcross(image: Matrix, text: Matrix, k: number) {
  const [rows, columns] = [sums(image.rows, k), sums(text.rows, k)];
  const [left, right] = [squaredNorms(image), squaredNorms(text)];
  const mostOfImages = new Float64Array(image.rows).fill(-Infinity);
  const mostOfTexts = new Float64Array(text.rows).fill(-Infinity);
  const [own, leastOther] = [new Float64Array(image.rows), new Float64Array(image.rows)];
  eachRowOfProducts(image, text, (i, products) => {
    offer(rows.nearest, columns.nearest, i, 0, products);
    let most = -Infinity;
    for (let j = 0; j < products.length; j += 1) {
      const product = products[j]!;
      if (product > most) most = product;
      if (product > mostOfTexts[j]!) mostOfTexts[j] = product;
    }
    mostOfImages[i] = most;
    squares(products, left[i]!, right, 0);
    own[i] = products[i] ?? NaN;
    leastOther[i] = leastBeside(products, i);
    addDistances(rows, columns, i, 0, products);
    addKernels(rows, columns, i, 0, i, products);
    addKernels(rows, columns, i, i + 1, products.length, products);
  });
  return { imageToText: rows, textToImage: columns, own, leastOther, mostOfImages, mostOfTexts };
}

/** `bound`: of each row, what the product with another one must reach for that to be counted as nearer. */
function sweepWithin(matrix: Matrix, bound: Float64Array, k: number) {
  const totals = sums(matrix.rows, k);
  const norms = squaredNorms(matrix);
  const nearer = new Float64Array(matrix.rows);
  eachRowOfKnownPairs(matrix, (i, products) => {
    offer(totals.nearest, totals.nearest, i, i + 1, products);
    let found = 0;
    for (let j = i + 1; j < products.length; j += 1) {
      const product = products[j]!;
      if (product >= bound[i]!) found += 1;
      if (product >= bound[j]!) nearer[j]! += 1;
    }
    nearer[i]! += found;
    squares(products, norms[i]!, norms, i + 1);
    addDistances(totals, totals, i, i + 1, products);
    addKernels(totals, totals, i, i + 1, products.length, products);
  });
  return { totals, nearer };
}

function offer(rows: NearestTable, columns: NearestTable, i: number, from: number, products: Float64Array): void {
  const limits = columns.limits;
  for (let j = from; j < products.length; j += 1) {
    const product = products[j]!;
    if (product > rows.limits[i]!) rows.insert(i, j, product);
    if (product > limits[j]!) columns.insert(j, i, product);
  }
}

/** Products from `from` on become squared distances. */
function squares(products: Float64Array, norm: number, norms: Float64Array, from: number): void {
  for (let j = from; j < products.length; j += 1) products[j] = Math.max(0, norm + norms[j]! - 2 * products[j]!);
}

function leastBeside(values: Float64Array, i: number): number {
  let least = Infinity;
  for (let j = 0; j < values.length; j += 1) if (values[j]! < least && j !== i) least = values[j]!;
  return least;
}

function addDistances(rows: Sums, columns: Sums, i: number, from: number, values: Float64Array): void {
  const { distance } = columns;
  let sum = rows.distance[i]!;
  for (let j = from; j < values.length; j += 1) {
    const value = Math.sqrt(values[j]!);
    sum += value;
    distance[j]! += value;
  }
  rows.distance[i] = sum;
}

function addKernels(rows: Sums, columns: Sums, i: number, from: number, to: number, values: Float64Array): void {
  const { kernel } = columns;
  let sum = rows.kernel[i]!;
  for (let j = from; j < Math.min(to, values.length); j += 1) {
    const value = Math.exp(-2 * values[j]!);
    sum += value;
    kernel[j]! += value;
  }
  rows.kernel[i] = sum;
}
