import type { Matrix } from '@alignclip/core';
import { CholeskyDecomposition, Matrix as Dense } from 'ml-matrix';
import { columnLines, products } from '../matrix/products';

/** A binary classifier: class 1 where ⟨weights, x⟩ + intercept > 0. */
export interface LinearClassifier {
  readonly weights: Float64Array; // [d]
  readonly intercept: number;
}

/** ⟨weights, x⟩ + intercept of row `row`. */
export function decision({ weights, intercept }: LinearClassifier, { columns, values }: Matrix, row: number): number {
  let sum = intercept;
  for (let k = 0; k < columns; k += 1) sum += weights[k]! * values[row * columns + k]!;
  return sum;
}

/**
 * Minimises ½‖w‖² + C·Σ log(1 + exp(−y f(x))) with C = 1 and a free intercept, by Newton's method with step halving, to
 * the optimum (scikit-learn's LogisticRegression at its defaults, run to convergence).
 */
export function fitLogisticRegression(features: Matrix, labels: ArrayLike<number>): LinearClassifier {
  let model: LinearClassifier = { weights: new Float64Array(features.columns), intercept: 0 };
  let loss = objective(model, features, labels);
  for (let iteration = 0; iteration < 100; iteration += 1) {
    const direction = newtonStep(model, features, labels);
    let step = 1;
    let next = moved(model, direction, step);
    let nextLoss = objective(next, features, labels);
    while (nextLoss > loss && step > 1e-6) {
      step /= 2;
      next = moved(model, direction, step);
      nextLoss = objective(next, features, labels);
    }
    if (nextLoss > loss) return model;
    model = next;
    loss = nextLoss;
    if (Math.max(...direction.map(Math.abs)) < 1e-10) return model;
  }
  return model;
}

const moved = ({ weights, intercept }: LinearClassifier, direction: readonly number[], step: number) => ({
  weights: weights.map((value, k) => value - step * direction[k]!),
  intercept: intercept - step * direction[weights.length]!,
});

function objective(model: LinearClassifier, features: Matrix, labels: ArrayLike<number>): number {
  let sum = model.weights.reduce((total, value) => total + (value * value) / 2, 0);
  for (let i = 0; i < features.rows; i += 1) {
    const margin = (labels[i] === 1 ? 1 : -1) * decision(model, features, i);
    sum += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  return sum;
}

/** Hessian⁻¹ gradient, [d + 1], the intercept last. */
function newtonStep(model: LinearClassifier, features: Matrix, labels: ArrayLike<number>): number[] {
  const { rows, columns } = features;
  const size = columns + 1;
  const gradient = Float64Array.from({ length: size }, (_, k) => (k < columns ? model.weights[k]! : 0));
  const scaled = new Float64Array(rows * size); // √(p (1 − p)) (x, 1)
  for (let i = 0; i < rows; i += 1) {
    const probability = 1 / (1 + Math.exp(-decision(model, features, i)));
    const residual = probability - labels[i]!;
    const root = Math.sqrt(probability * (1 - probability));
    for (let k = 0; k < size; k += 1) {
      const x = k < columns ? features.values[i * columns + k]! : 1;
      gradient[k]! += residual * x;
      scaled[i * size + k] = root * x;
    }
  }
  const lines = columnLines({ rows, columns: size, values: scaled });
  const hessian = Dense.from1DArray(size, size, products(lines, lines, rows));
  for (let k = 0; k < columns; k += 1) hessian.set(k, k, hessian.get(k, k) + 1);
  return new CholeskyDecomposition(hessian).solve(Dense.columnVector(gradient)).to1DArray();
}
