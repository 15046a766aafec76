import { type Matrix, type Random, UserError } from '@alignclip/core';
import { checkMatrix } from '../matrix/check-matrix';
import { CentreBounds } from './centre-bounds';
import { distancesOf } from './row-distances';

/** A partition at which no row changes its cluster, or the last one that was allowed. */
export interface KMeans {
  /** [rows], in [0, k) */
  readonly clusters: Int32Array;
  /** Mean of each cluster, not of unit length. [k · columns] */
  readonly centres: Float64Array;
  /** Σ squared distance of the rows from their centres. */
  readonly inertia: number;
  /** Rounds of assignment, the last, unchanged one included. */
  readonly assignments: number;
}

/**
 * Lloyd's algorithm from the given centres [k · columns], by squared Euclidean distance; distances that the triangle
 * inequality decides are not computed (Elkan 2003). A row that is as near to several centres stays, or takes the first.
 * An empty cluster takes the row that is farthest from its centre, if any is off it. Throws UserError on NaN and on more
 * centres than rows.
 */
export function kMeans(rows: Matrix, start: ArrayLike<number>, { maxAssignments = 300 } = {}): KMeans {
  const k = start.length / rows.columns;
  checkClusters(rows, k);
  const centres = Float64Array.from(start);
  if (!centres.every(Number.isFinite)) throw new UserError('k-means: a first centre holds NaN or an infinite number');
  const clusters = new Int32Array(rows.rows).fill(-1);
  const bounds = new CentreBounds(rows, k);
  let assignments = 0;
  for (let changed = true; changed && assignments < maxAssignments; assignments += 1) {
    changed = bounds.assign(centres, clusters);
    if (changed) bounds.moved(centres, update(rows, clusters, centres));
  }
  let inertia = 0;
  const distances = distancesOf(rows);
  distances.setCentres(centres);
  for (let i = 0; i < rows.rows; i += 1) inertia += distances.distance(i, clusters[i]!) ** 2;
  return { clusters, centres, inertia, assignments };
}

/**
 * First centres by k-means++ (Arthur & Vassilvitskii 2007): a random row, then rows drawn in proportion to the squared
 * distance from the nearest centre; any row where all are on a centre. [k · columns]
 */
export function plusPlusCentres(rows: Matrix, k: number, draw: Random): Float64Array {
  checkClusters(rows, k);
  const { columns, values } = rows;
  const centres = new Float64Array(k * columns);
  const squares = new Float64Array(rows.rows).fill(Infinity);
  const distances = distancesOf(rows);
  let chosen = draw.integer(rows.rows);
  for (let c = 0; c < k; c += 1) {
    if (c > 0) chosen = drawn(squares, draw);
    centres.set(values.subarray(chosen * columns, (chosen + 1) * columns), c * columns);
    distances.setCentres(centres.subarray(c * columns, (c + 1) * columns));
    for (let i = 0; i < rows.rows; i += 1) squares[i] = Math.min(squares[i]!, distances.distance(i, 0) ** 2);
  }
  return centres;
}

function drawn(squares: Float64Array, draw: Random): number {
  const total = squares.reduce((sum, value) => sum + value, 0);
  if (total === 0) return draw.integer(squares.length);
  let left = draw.uniform() * total;
  const found = squares.findIndex((value) => (left -= value) < 0);
  if (found >= 0) return found;
  let last = squares.length - 1; // rounding has left something over
  while (squares[last] === 0) last -= 1;
  return last;
}

function checkClusters(rows: Matrix, k: number): void {
  checkMatrix(rows, 'rows to cluster');
  if (!(Number.isInteger(k) && k >= 1 && k <= rows.rows))
    throw new UserError(`k-means: k = ${k} must be a whole number from 1 to the ${rows.rows} rows`);
}

/** The means of the clusters, after every empty one that can has taken a row. [k · columns] */
function update(rows: Matrix, clusters: Int32Array, old: Float64Array): Float64Array {
  const { columns, values } = rows;
  const counts = new Float64Array(old.length / columns);
  for (const cluster of clusters) counts[cluster]! += 1;
  fillEmpty(rows, clusters, counts, old);
  const means = new Float64Array(old.length);
  clusters.forEach((cluster, i) => {
    for (let j = 0; j < columns; j += 1) means[cluster * columns + j]! += values[i * columns + j]!;
  });
  return means.map((sum, at) => {
    const count = counts[Math.floor(at / columns)]!;
    return count > 0 ? sum / count : old[at]!;
  });
}

function fillEmpty(rows: Matrix, clusters: Int32Array, counts: Float64Array, centres: Float64Array): void {
  if (counts.every((count) => count > 0)) return;
  const distances = distancesOf(rows);
  distances.setCentres(centres);
  const far = Float64Array.from(clusters, (cluster, i) => distances.distance(i, cluster));
  const byDistance = [...far.keys()].filter((i) => far[i]! > 0).sort((a, b) => far[b]! - far[a]! || a - b);
  counts.forEach((count, empty) => {
    if (count > 0) return;
    const at = byDistance.findIndex((i) => counts[clusters[i]!]! > 1);
    if (at < 0) return;
    const [row] = byDistance.splice(at, 1);
    counts[clusters[row!]!]! -= 1;
    clusters[row!] = empty;
    counts[empty] = 1;
  });
}
