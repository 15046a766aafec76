import type { Matrix } from '@alignclip/core';
import { innerProducts } from '../matrix/inner-products';

/**
 * Similarities of unit rows as in SNE, made doubly stochastic: p_j|i ∝ exp(−β_i‖x_i − x_j‖²) with β_i such that the
 * row has the perplexity, P = (P + Pᵀ)/2, scaled symmetrically (Sinkhorn–Knopp) until every row sums to 1, then divided by
 * N. This way no point becomes a hub. [N, N], zero diagonal, sum 1. Source: Lu et al. 2016, DOSNES.
 */
export function doublyStochastic(rows: Matrix, perplexity: number): Float64Array {
  const n = rows.rows;
  const p = new Float64Array(n * n);
  const line = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    innerProducts(rows, i, rows, line);
    const distances = line.map((cosine) => 2 - 2 * cosine);
    p.set(rowOfPerplexity(distances, i, Math.log(perplexity)), i * n);
  }
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const mean = (p[i * n + j]! + p[j * n + i]!) / 2;
      p[i * n + j] = mean;
      p[j * n + i] = mean;
    }
  }
  balance(p, n);
  return p.map((value) => value / n);
}

/** Bisects β until the entropy of the row is `entropy`. */
function rowOfPerplexity(distances: Float64Array, own: number, entropy: number): Float64Array {
  const row = new Float64Array(distances.length);
  let [low, high, beta] = [0, Infinity, 1];
  const nearest = distances.reduce((min, value, j) => (j === own ? min : Math.min(min, value)), Infinity);
  for (let round = 0; round < 60; round += 1) {
    let [total, weighted] = [0, 0];
    for (let j = 0; j < row.length; j += 1) {
      const further = distances[j]! - nearest;
      row[j] = j === own ? 0 : Math.exp(-beta * further);
      total += row[j]!;
      weighted += row[j]! * further;
    }
    const surplus = Math.log(total) + (beta * weighted) / total - entropy;
    for (let j = 0; j < row.length; j += 1) row[j]! /= total;
    if (Math.abs(surplus) < 1e-6) break;
    if (surplus > 0) low = beta;
    else high = beta;
    beta = high === Infinity ? beta * 2 : (low + high) / 2;
  }
  return row;
}

/** Symmetric scaling p_ij ← p_ij / √(r_i r_j) with the row sums r, until all are 1 within 1e-8, at most 200 rounds. */
function balance(p: Float64Array, n: number): void {
  for (let round = 0; round < 200; round += 1) {
    const sums = Float64Array.from({ length: n }, (_, i) =>
      p.subarray(i * n, (i + 1) * n).reduce((sum, value) => sum + value, 0),
    );
    if (sums.every((sum) => Math.abs(sum - 1) < 1e-8)) return;
    const roots = sums.map(Math.sqrt);
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j < n; j += 1) p[i * n + j]! /= roots[i]! * roots[j]!;
    }
  }
}
