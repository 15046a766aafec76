import type { Matrix } from '@alignclip/core';
import { CholeskyDecomposition, Matrix as Dense } from 'ml-matrix';

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
  const { columns, values } = features;
  const size = columns + 1;
  const gradient = Array.from({ length: size }, (_, k) => (k < columns ? model.weights[k]! : 0));
  const hessian = Array.from({ length: size }, (_, k) => {
    const line = new Float64Array(size);
    if (k < columns) line[k] = 1;
    return line;
  });
  const x = new Float64Array(size).fill(1);
  for (let i = 0; i < features.rows; i += 1) {
    x.set(values.subarray(i * columns, (i + 1) * columns));
    const probability = 1 / (1 + Math.exp(-decision(model, features, i)));
    const residual = probability - labels[i]!;
    const curvature = probability * (1 - probability);
    for (let k = 0; k < size; k += 1) {
      gradient[k]! += residual * x[k]!;
      const line = hessian[k]!;
      const scaled = curvature * x[k]!;
      for (let l = 0; l <= k; l += 1) line[l]! += scaled * x[l]!;
    }
  }
  for (let k = 0; k < size; k += 1) for (let l = 0; l < k; l += 1) hessian[l]![k] = hessian[k]![l]!;
  const solver = new CholeskyDecomposition(new Dense(hessian));
  return solver.solve(Dense.columnVector(gradient)).to1DArray();
}
