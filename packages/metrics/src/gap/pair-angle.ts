import { defineGapMetric } from './define-gap-metric';
import { pairCosines } from './pair-cosines';
import { weightedMean } from './weighted';

/** mean_i arccos⟨v_i, t_i⟩ in degrees, in [0, 180]. */
export const pairAngle = defineGapMetric('pair-angle', (image, text) => {
  const degrees = pairCosines(image, text).map(
    (cosine) => (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI,
  );
  return (weights) => weightedMean(degrees, weights);
});
