import type { Matrix } from '@alignclip/core';
import { distancesOf, type RowDistances } from './row-distances';

/** Points, [n · columns]. */
interface Points {
  readonly columns: number;
  readonly values: Float64Array;
}

/** ‖point i − centre c‖ in float64. */
function distance({ columns, values }: Points, i: number, centres: Float64Array, c: number): number {
  let [a, b] = [i * columns, c * columns];
  const fours = a + columns - (columns % 4);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (; a < fours; a += 4, b += 4) {
    const d0 = values[a]! - centres[b]!;
    const d1 = values[a + 1]! - centres[b + 1]!;
    const d2 = values[a + 2]! - centres[b + 2]!;
    const d3 = values[a + 3]! - centres[b + 3]!;
    s0 += d0 * d0;
    s1 += d1 * d1;
    s2 += d2 * d2;
    s3 += d3 * d3;
  }
  for (const end = (i + 1) * columns; a < end; a += 1, b += 1) s0 += (values[a]! - centres[b]!) ** 2;
  return Math.sqrt(s0 + s1 + (s2 + s3));
}

/** Bounds give way by more than the rounding of float32 that they are stored in, so that they never decide wrongly. */
const slack = 1e-6;

/**
 * What is known of the distances of rows and centres without computing them (Elkan 2003, "Using the triangle inequality
 * to accelerate k-means"): a lower bound for each. Memory rows · k.
 */
export class CentreBounds {
  private readonly lower: Float32Array;
  private readonly distances: RowDistances;

  constructor(
    private readonly rows: Matrix,
    private readonly k: number,
  ) {
    this.lower = new Float32Array(rows.rows * k);
    this.distances = distancesOf(rows);
  }

  /** Gives each row its nearest centre; whether any row changed. */
  assign(centres: Float64Array, clusters: Int32Array): boolean {
    const apart = this.halfDistances(centres);
    this.distances.setCentres(centres);
    let changed = false;
    for (let i = 0; i < this.rows.rows; i += 1) {
      const before = clusters[i]!;
      clusters[i] = before < 0 ? this.first(i) : this.nearest(apart, i, before);
      changed ||= clusters[i] !== before;
    }
    return changed;
  }

  /** Takes the new centres and loosens the bounds by how far each has moved. */
  moved(centres: Float64Array, next: Float64Array): void {
    const { rows, k } = this;
    const far = Float64Array.from({ length: k }, (_, c) =>
      distance({ columns: rows.columns, values: next }, c, centres, c),
    );
    centres.set(next);
    for (let i = 0, at = 0; i < rows.rows; i += 1)
      for (let c = 0; c < k; c += 1, at += 1) this.lower[at] = Math.max(0, this.lower[at]! - far[c]!) * (1 - slack);
  }

  private first(i: number): number {
    let [best, least] = [0, Infinity];
    for (let c = 0; c < this.k; c += 1) {
      const found = this.measure(i, c);
      if (found < least) [best, least] = [c, found];
    }
    return best;
  }

  private nearest(apart: Float64Array, i: number, own: number): number {
    const { k, lower } = this;
    let best = own;
    let least = this.measure(i, own);
    for (let c = 0; c < k; c += 1) {
      if (c === best || lower[i * k + c]! >= least || apart[best * k + c]! >= least) continue;
      const found = this.measure(i, c);
      if (found < least) [best, least] = [c, found];
    }
    return best;
  }

  private measure(i: number, c: number): number {
    const found = this.distances.distance(i, c);
    this.lower[i * this.k + c] = found * (1 - slack);
    return found;
  }

  /** Half the distances between centres, [k · k]: a row that is nearer than that to one is not nearer to the other. */
  private halfDistances(centres: Float64Array): Float64Array {
    const { k, rows } = this;
    const half = new Float64Array(k * k);
    const points = { columns: rows.columns, values: centres };
    for (let a = 0; a < k; a += 1)
      for (let b = 0; b < a; b += 1) {
        const value = (distance(points, a, centres, b) / 2) * (1 - slack);
        half[a * k + b] = value;
        half[b * k + a] = value;
      }
    return half;
  }
}
