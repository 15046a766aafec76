import type { ClassificationReport } from '@alignclip/metrics';
import { weightedMean } from '@alignclip/metrics';

/** `top-k` and `mean-per-class-recall` under weights of the examples, for bootstrap intervals. */
export function classificationScores(
  { ranks, predictions }: ClassificationReport,
  targets: readonly number[],
  classes: number,
  ks: readonly number[],
): (weights: Float64Array) => Record<string, number> {
  const hits = ks.map((k) => [`top-${k}`, ranks.map((rank) => (rank <= k ? 1 : 0))] as const);
  return (weights) => ({
    ...Object.fromEntries(hits.map(([name, values]) => [name, weightedMean(values, weights)])),
    'mean-per-class-recall': meanRecall(predictions, targets, classes, weights),
  });
}

/** Over the classes that have weight. */
function meanRecall(
  predictions: Int32Array,
  targets: readonly number[],
  classes: number,
  weights: Float64Array,
): number {
  const right = new Float64Array(classes);
  const all = new Float64Array(classes);
  targets.forEach((target, i) => {
    all[target]! += weights[i]!;
    if (predictions[i] === target) right[target]! += weights[i]!;
  });
  const seen = Array.from(all.keys()).filter((c) => all[c]! > 0);
  return seen.reduce((sum, c) => sum + right[c]! / all[c]!, 0) / seen.length;
}
