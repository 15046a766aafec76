/** How often each pair stands in a bootstrap sample; all ones for the data themselves. */
export type Weights = Float64Array;

/** The mean of `values` weighted by `weights`. */
export function weightedMean(values: ArrayLike<number>, weights: Weights): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i += 1) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}

/**
 * A mean over pairs of examples (a U-statistic) under `weights`, to first order: 2·mean_w(h) − mean(h), where h_i is
 * the mean of the kernel over the pairs that hold example i. Exact for equal weights; under a bootstrap sample it leaves
 * out the pairs of an example with its own copies, which would bias it (Hájek projection).
 */
export function weightedPairMean(perExample: ArrayLike<number>, weights: Weights): number {
  let sum = 0;
  for (let i = 0; i < perExample.length; i += 1) sum += perExample[i]!;
  return 2 * weightedMean(perExample, weights) - sum / perExample.length;
}
