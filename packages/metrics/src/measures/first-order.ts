import type { Matrix } from '@alignclip/core';
import { Matrix as Dense } from 'ml-matrix';
import { multiplied } from '../matrix/dense';
import { evenlySpaced } from '../matrix/rows';
import { weightedMean, type Weights } from '../gap/weighted';
import type { Moments } from './moments';

/** How much a statistic moves when row i gains weight, up to a constant: its influence function, [N]. */
export type Influence = ArrayLike<number>;

/**
 * A statistic of a resampled set to first order (infinitesimal jackknife, Efron 1982): its value plus the difference of
 * the influence's weighted and plain mean. Exact for equal weights.
 */
export function firstOrder(value: number, influence: Influence): (weights: Weights) => number {
  const plain = weightedMean(influence, new Float64Array(influence.length).fill(1));
  return (weights) => value + weightedMean(influence, weights) - plain;
}

/** Quadratic forms cost d² a row: with more rows they are computed on this many evenly spaced ones. */
const mostRows = 2048;

/**
 * (x_i − μ)ᵀ A (x_i − μ) of each row for a symmetric A, [N]; with `other` rows y_i on the right and any A. Beyond 2,048 rows
 * those between two computed ones get the value of the one before: it only serves intervals.
 */
export function quadraticForms(
  matrix: Matrix,
  { mean }: Centre,
  form: Dense,
  other: Centre & { readonly matrix: Matrix } = { matrix, mean },
): Float64Array {
  const chosen = evenlySpaced(matrix.rows, mostRows);
  const points = centredRows(matrix, mean, chosen);
  const right = other.matrix === matrix ? points : centredRows(other.matrix, other.mean, chosen);
  const moved = multiplied(points, form);
  const values = chosen.map((_, at) => {
    let sum = 0;
    for (let k = 0; k < matrix.columns; k += 1) sum += moved.get(at, k) * right.get(at, k);
    return sum;
  });
  return spread(values, chosen, matrix.rows);
}

type Centre = Pick<Moments, 'mean'>;

/** ⟨a, x_i − μ⟩ of each row, [N]. */
export function linearForms({ rows, columns, values }: Matrix, { mean }: Centre, a: Float64Array): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < columns; k += 1) sum += (values[i * columns + k]! - mean[k]!) * a[k]!;
    return sum;
  });
}

/** ‖x_i − μ‖² of each row, [N]. */
export function squaredRadii({ rows, columns, values }: Matrix, { mean }: Centre): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < columns; k += 1) sum += (values[i * columns + k]! - mean[k]!) ** 2;
    return sum;
  });
}

/** Σ_k c_k · part_k, row by row. */
export const combined = (...parts: readonly (readonly [number, Influence])[]): Float64Array =>
  Float64Array.from({ length: parts[0]![1].length }, (_, i) =>
    parts.reduce((sum, [factor, values]) => sum + factor * values[i]!, 0),
  );

function centredRows({ columns, values }: Matrix, mean: Float64Array, chosen: readonly number[]): Dense {
  const points = new Float64Array(chosen.length * columns);
  chosen.forEach((i, at) => {
    for (let k = 0; k < columns; k += 1) points[at * columns + k] = values[i * columns + k]! - mean[k]!;
  });
  return Dense.from1DArray(chosen.length, columns, points);
}

function spread(values: readonly number[], chosen: readonly number[], rows: number): Float64Array {
  if (chosen.length === rows) return Float64Array.from(values);
  const all = new Float64Array(rows);
  chosen.forEach((start, at) => all.fill(values[at]!, start, chosen[at + 1] ?? rows));
  return all;
}
