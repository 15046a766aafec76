import { defineGapMetric } from './define-gap-metric';
import { pairCosines } from './pair-cosines';
import { weightedMean } from './weighted';

/** mean_i ⟨v_i, t_i⟩, in [-1, 1], higher is better aligned (AlignCLIP, Table 1). */
export const alignmentScore = defineGapMetric('alignment-score', (image, text) => {
  const cosines = pairCosines(image, text);
  return (weights) => weightedMean(cosines, weights);
});
