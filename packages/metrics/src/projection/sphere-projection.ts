import { type Matrix, random, UserError } from '@alignclip/core';
import { unitRows } from '../matrix/rows';
import { doublyStochastic } from './doubly-stochastic';

export interface SphereOptions {
  /** Effective number of neighbours; default 30, capped at a third of the points. */
  readonly perplexity?: number;
  /** Default 500. */
  readonly iterations?: number;
  readonly seed?: number;
}

/** The first iterations use exaggerated similarities and low momentum. */
const early = 100;

/**
 * Points on the unit sphere in 3-D that keep the neighbourhoods of the rows: t-SNE with doubly stochastic similarities
 * and all points constrained to one sphere (DOSNES, Lu et al. 2016; AlignCLIP, Fig. 5). Equal input and seed give equal points.
 * [N, 3]. Throws UserError on fewer than 4 rows and on rows that are all zeros.
 */
export function sphereProjection(
  matrix: Matrix,
  { perplexity = 30, iterations = 500, seed = 0 }: SphereOptions = {},
): Matrix {
  const n = matrix.rows;
  if (n < 4) throw new UserError(`a projection needs at least 4 points, got ${n}`);
  const p = doublyStochastic(unitRows(matrix), Math.min(perplexity, (n - 1) / 3));
  const stream = random('sphere-projection', seed);
  const points = Float64Array.from({ length: 3 * n }, () => stream.normal());
  const step = new Float64Array(3 * n);
  const gains = new Float64Array(3 * n).fill(1);
  const rate = Math.max(50, n / 48);
  toSphere(points, 1e-2);
  for (let round = 0; round < iterations; round += 1) {
    const gradient = gradientOf(p, points, round < early ? 12 : 1);
    const momentum = round < early ? 0.5 : 0.8;
    for (let k = 0; k < step.length; k += 1) {
      const turned = gradient[k]! > 0 !== step[k]! > 0;
      gains[k] = Math.max(0.01, turned ? gains[k]! + 0.2 : gains[k]! * 0.8);
      step[k] = momentum * step[k]! - rate * gains[k]! * gradient[k]!;
      points[k]! += step[k]!;
    }
    toSphere(points);
  }
  return unitRows({ rows: n, columns: 3, values: Float32Array.from(points) }, 'projected points');
}

/** 4 Σ_j (p_ij − q_ij)(y_i − y_j)/(1 + ‖y_i − y_j‖²), q ∝ 1/(1 + ‖y_i − y_j‖²); `exaggeration` multiplies p. */
function gradientOf(p: Float64Array, points: Float64Array, exaggeration: number): Float64Array {
  const n = points.length / 3;
  const kernel = new Float32Array((n * (n - 1)) / 2); // [i > j]
  const scale = 2 * fillKernel(kernel, points);
  const gradient = new Float64Array(3 * n);
  for (let i = 0, at = 0; i < n; i += 1) {
    const x = points[3 * i]!;
    const y = points[3 * i + 1]!;
    const z = points[3 * i + 2]!;
    let gx = 0;
    let gy = 0;
    let gz = 0;
    for (let j = 0; j < i; j += 1, at += 1) {
      const value = kernel[at]!;
      const force = 4 * (exaggeration * p[i * n + j]! - value / scale) * value;
      const fx = force * (x - points[3 * j]!);
      const fy = force * (y - points[3 * j + 1]!);
      const fz = force * (z - points[3 * j + 2]!);
      gx += fx;
      gy += fy;
      gz += fz;
      gradient[3 * j]! -= fx;
      gradient[3 * j + 1]! -= fy;
      gradient[3 * j + 2]! -= fz;
    }
    gradient[3 * i]! += gx;
    gradient[3 * i + 1]! += gy;
    gradient[3 * i + 2]! += gz;
  }
  return gradient;
}

/** Writes 1/(1 + ‖y_i − y_j‖²) for i > j and returns their sum. */
function fillKernel(kernel: Float32Array, points: Float64Array): number {
  let total = 0;
  for (let i = 0, at = 0; at < kernel.length; i += 1) {
    const x = points[3 * i]!;
    const y = points[3 * i + 1]!;
    const z = points[3 * i + 2]!;
    for (let j = 0; j < i; j += 1, at += 1) {
      const dx = x - points[3 * j]!;
      const dy = y - points[3 * j + 1]!;
      const dz = z - points[3 * j + 2]!;
      const value = 1 / (1 + dx * dx + dy * dy + dz * dz);
      kernel[at] = value;
      total += value;
    }
  }
  return total;
}

/** Centres the points and moves all of them to their mean distance from the centre, or to `radius`. */
function toSphere(points: Float64Array, radius?: number): void {
  const n = points.length / 3;
  const mean = [0, 0, 0];
  points.forEach((value, at) => (mean[at % 3]! += value / n));
  points.forEach((_, at) => (points[at]! -= mean[at % 3]!));
  const lengths = Float64Array.from({ length: n }, (_, i) =>
    Math.max(1e-12, Math.hypot(points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!)),
  );
  const wanted = radius ?? lengths.reduce((sum, length) => sum + length, 0) / n;
  points.forEach((_, at) => (points[at]! *= wanted / lengths[Math.floor(at / 3)]!));
}
