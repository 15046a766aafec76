import { type Matrix, UserError } from '@alignclip/core';

/** A linear classifier: logits = features · weightᵀ + bias. */
export interface ProbeWeights {
  readonly weight: Matrix; // [classes, d]
  readonly bias: Float32Array; // [classes]
}

/** The training of a probe. */
export interface ProbeOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Decay of the weight. */
  readonly weightDecay: number;
  /** Decay of the bias; default 0. */
  readonly biasDecay?: number;
  readonly betas?: readonly [number, number];
  readonly epsilon?: number;
  /** Examples per epoch; default: all. */
  readonly examples?: number;
  /** Indices of the examples of an epoch, in order; default: all in the given order. */
  readonly order?: (epoch: number) => ArrayLike<number>;
}

/**
 * Trains a linear probe by cross-entropy with AdamW and a per-step cosine schedule to 0 without warm-up, as in the official
 * protocol (32 epochs, lr .005, weight decay .01). The last batch of an epoch may be smaller. `start` is not changed.
 */
export function trainLinearProbe(
  features: Matrix,
  targets: ArrayLike<number>,
  start: ProbeWeights,
  options: ProbeOptions,
): ProbeWeights {
  checkProbe(features, targets, start);
  const { epochs, batchSize, order = () => Array.from({ length: features.rows }, (_, i) => i) } = options;
  const weight = newAdamWState(start.weight.values, options.weightDecay);
  const bias = newAdamWState(start.bias, options.biasDecay ?? 0);
  const batches = Math.ceil((options.examples ?? features.rows) / batchSize);
  for (let step = 0; step < epochs * batches; step += 1) {
    const sequence = Array.from(order(Math.floor(step / batches)));
    const from = (step % batches) * batchSize;
    const batch = sequence.slice(from, from + batchSize);
    const gradients = probeGradients(features, targets, batch, weight, bias);
    const learningRate = 0.5 * (1 + Math.cos((Math.PI * step) / (epochs * batches))) * options.learningRate;
    adamWStep(weight, gradients.weight, { ...options, learningRate, step: step + 1 });
    adamWStep(bias, gradients.bias, { ...options, learningRate, step: step + 1 });
  }
  return {
    weight: { ...start.weight, values: Float32Array.from(weight.values) },
    bias: Float32Array.from(bias.values),
  };
}

/** Logits of a probe, [examples, classes]. */
export function probeLogits(features: Matrix, { weight, bias }: ProbeWeights): Matrix {
  const values = new Float32Array(features.rows * weight.rows);
  for (let i = 0; i < features.rows; i += 1) {
    values.set(logitsOf(features, i, weight.values, bias), i * weight.rows);
  }
  return { rows: features.rows, columns: weight.rows, values };
}

function logitsOf(features: Matrix, row: number, weight: ArrayLike<number>, bias: ArrayLike<number>): Float64Array {
  const { columns, values } = features;
  return Float64Array.from(bias, (value, c) => {
    let sum = value;
    for (let k = 0; k < columns; k += 1) sum += weight[c * columns + k]! * values[row * columns + k]!;
    return sum;
  });
}

/** Gradients of the mean cross-entropy over `batch`. */
function probeGradients(
  features: Matrix,
  targets: ArrayLike<number>,
  batch: readonly number[],
  weight: AdamWState,
  bias: AdamWState,
) {
  const { columns, values } = features;
  const gradients = { weight: new Float64Array(weight.values.length), bias: new Float64Array(bias.values.length) };
  for (const example of batch) {
    const logits = logitsOf(features, example, weight.values, bias.values);
    const max = Math.max(...logits);
    const exponentials = logits.map((logit) => Math.exp(logit - max));
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    exponentials.forEach((value, c) => {
      const residual = (value / total - (targets[example] === c ? 1 : 0)) / batch.length;
      gradients.bias[c]! += residual;
      for (let k = 0; k < columns; k += 1)
        gradients.weight[c * columns + k]! += residual * values[example * columns + k]!;
    });
  }
  return gradients;
}

/** Parameters under AdamW with their moments; float64, so that a probe gives the same result on every machine. */
interface AdamWState {
  readonly values: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly decay: number;
}

const newAdamWState = (start: ArrayLike<number>, decay: number): AdamWState => ({
  values: Float64Array.from(start),
  first: new Float64Array(start.length),
  second: new Float64Array(start.length),
  decay,
});

/** Step `step` (from 1) in place: decoupled decay, then Adam with bias correction (PyTorch's AdamW). */
function adamWStep(
  state: AdamWState,
  gradient: Float64Array,
  options: Pick<ProbeOptions, 'learningRate' | 'betas' | 'epsilon'> & { readonly step: number },
): void {
  const { learningRate, step, betas: [beta1, beta2] = [0.9, 0.999], epsilon = 1e-8 } = options;
  const { values, first, second, decay } = state;
  const firstCorrection = 1 - beta1 ** step;
  const secondCorrection = 1 - beta2 ** step;
  for (let k = 0; k < values.length; k += 1) {
    const slope = gradient[k]!;
    first[k] = beta1 * first[k]! + (1 - beta1) * slope;
    second[k] = beta2 * second[k]! + (1 - beta2) * slope * slope;
    const denominator = Math.sqrt(second[k]! / secondCorrection) + epsilon;
    values[k] = values[k]! * (1 - learningRate * decay) - (learningRate * first[k]!) / firstCorrection / denominator;
  }
}

function checkProbe(features: Matrix, targets: ArrayLike<number>, { weight, bias }: ProbeWeights): void {
  if (weight.columns !== features.columns || bias.length !== weight.rows) {
    throw new UserError(
      `a probe [${weight.rows}, ${weight.columns}] with ${bias.length} biases doesn't fit features ${features.columns} wide`,
    );
  }
  if (targets.length !== features.rows) throw new UserError(`${features.rows} features but ${targets.length} labels`);
  const bad = Array.from(targets).findIndex(
    (target) => !(Number.isInteger(target) && target >= 0 && target < bias.length),
  );
  if (bad >= 0) throw new UserError(`label ${targets[bad]} of example ${bad} is not in 0 to ${bias.length - 1}`);
}
