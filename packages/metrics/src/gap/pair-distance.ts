import { defineGapMetric } from './define-gap-metric';
import { squaredPairDistances } from './squared-pair-distances';
import { weightedMean } from './weighted';

/** L2I = mean_i ‖v_i − t_i‖, in [0, 2]. */
export const pairDistance = defineGapMetric('pair-distance', (image, text) => {
  const distances = squaredPairDistances(image, text).map(Math.sqrt);
  return (weights) => weightedMean(distances, weights);
});
