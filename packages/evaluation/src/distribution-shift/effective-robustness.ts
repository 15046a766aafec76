/** A line through models in logit space: logit(shifted) = slope · logit(reference) + intercept. */
export interface RobustnessBaseline {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Accuracy under shift beyond what the baseline expects of a model with this reference accuracy, in [-1, 1] (Taori et al.
 * 2020). The baseline (1, 0) expects no loss: then it is minus the drop.
 */
export function effectiveRobustness(
  shifted: number,
  reference: number,
  { slope, intercept }: RobustnessBaseline,
): number {
  if (slope === 0) return shifted - 1 / (1 + Math.exp(-intercept));
  const logit = Math.log(reference / (1 - reference)); // ±Infinity at 0 and 1
  return shifted - 1 / (1 + Math.exp(-(slope * logit + intercept)));
}
