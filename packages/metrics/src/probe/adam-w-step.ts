/** Values under AdamW with their moments; float64, so that a probe repeats on every machine. */
export interface AdamWState {
  readonly values: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly decay: number;
}

export interface AdamWStepOptions {
  readonly learningRate: number;
  /** From 1. */
  readonly step: number;
  readonly betas?: readonly [number, number];
  readonly epsilon?: number;
}

export const newAdamWState = (start: ArrayLike<number>, decay: number): AdamWState => ({
  values: Float64Array.from(start),
  first: new Float64Array(start.length),
  second: new Float64Array(start.length),
  decay,
});

/** One step in place: decoupled decay, then Adam with bias correction (PyTorch's AdamW). */
export function adamWStep(state: AdamWState, gradient: Float64Array, options: AdamWStepOptions): void {
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
